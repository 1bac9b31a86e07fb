bifoldData("skills",{"kind":"skill","groups":[["ropes","繩索"]],"entries":[{"s":"knots","t":"繩結","d":"繩結.","g":0,"n":1}]});
