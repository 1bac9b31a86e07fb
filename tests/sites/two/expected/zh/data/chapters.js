bifoldData("chapters",{"kind":"chapter","groups":[["start","入门"]],"entries":[{"s":"first-steps","t":"第一步","d":"先认识土。","g":0,"n":1}]});
