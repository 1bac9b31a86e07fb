bifoldData("roles",{"kind":"role","groups":[["deck","On deck"]],"entries":[{"s":"mate","t":"Mate","d":"Mate.","g":0,"n":0},{"s":"sailor","t":"Sailor","d":"Sailor.","g":0,"n":1}]});
