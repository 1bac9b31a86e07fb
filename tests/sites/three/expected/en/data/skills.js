bifoldData("skills",{"kind":"skill","groups":[["ropes","Ropes"]],"entries":[{"s":"knots","t":"Knots","d":"Knots.","g":0,"n":1}]});
