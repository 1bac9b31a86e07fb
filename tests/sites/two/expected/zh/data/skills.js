bifoldData("skills",{"kind":"skill","groups":[["plants","植物"]],"entries":[{"s":"soil","t":"土壤","d":"知道脚下是什么。","g":0,"n":1},{"s":"pruning","t":"修剪","d":"知道剪哪里。","g":0,"n":1}]});
