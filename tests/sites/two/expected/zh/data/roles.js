bifoldData("roles",{"kind":"role","groups":[["core","核心岗位"]],"entries":[{"s":"gardener","t":"园艺师","d":"照料植物。","g":0,"n":1},{"s":"teacher","t":"Garden teacher","d":"Shows others how.","g":0,"n":1}]});
