bifoldData("chapters",{"kind":"chapter","groups":[["aboard","上船"]],"entries":[{"s":"setting-sail","t":"啟航","d":"啟航.","g":0,"n":1}]});
