bifoldData("skills",{"kind":"skill","groups":[["ropes","Cordages"]],"entries":[{"s":"knots","t":"Nœuds","d":"Nœuds.","g":0,"n":1}]});
