bifoldData("chapters",{"kind":"chapter","groups":[["start","Getting started"]],"entries":[{"s":"first-steps","t":"First steps","d":"Know your soil.","g":0,"n":1}]});
