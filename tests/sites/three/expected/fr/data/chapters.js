bifoldData("chapters",{"kind":"chapter","groups":[["aboard","À bord"]],"entries":[{"s":"setting-sail","t":"Appareiller","d":"Appareiller.","g":0,"n":1}]});
