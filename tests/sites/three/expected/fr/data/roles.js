bifoldData("roles",{"kind":"role","groups":[["deck","Sur le pont"]],"entries":[{"s":"sailor","t":"Matelot","d":"Matelot.","g":0,"n":1},{"s":"mate","t":"Second","d":"Second.","g":0,"n":0}]});
