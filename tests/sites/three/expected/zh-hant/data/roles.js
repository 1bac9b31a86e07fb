bifoldData("roles",{"kind":"role","groups":[["deck","甲板"]],"entries":[{"s":"mate","t":"大副","d":"大副.","g":0,"n":0},{"s":"sailor","t":"水手","d":"水手.","g":0,"n":1}]});
