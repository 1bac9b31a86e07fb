bifoldData("chapters",{"kind":"chapter","groups":[["aboard","Aboard"]],"entries":[{"s":"setting-sail","t":"Setting sail","d":"Setting sail.","g":0,"n":1}]});
