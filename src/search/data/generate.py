#!/usr/bin/env python3
"""Makes the tables of this folder: generate.py JIEBA PYPINYIN OPENCC

The three arguments are the unpacked PyPI packages jieba 0.42, pypinyin 0.55 and opencc-python-reimplemented 0.1.7.
The same packages give the same bytes. Licences of the sources: README.md beside this file.
"""
import collections, json, math, sys, unicodedata
from pathlib import Path

JIEBA, PYPINYIN, OPENCC = map(Path, sys.argv[1:4])
OUT = Path(__file__).parent
WORDS = 60_000  # past these the segmentation no longer changes, and the file grows
# Words of our subject that pypinyin's list does not hold, with the readings of their polyphones.
SPOKEN = """重构 chong gou|重采样 chong cai yang|重启 chong qi|重试 chong shi|重写 chong xie|重用 chong yong|重命名 chong ming ming
|调参 tiao can|调优 tiao you|调试 tiao shi|调整 tiao zheng|微调 wei tiao|强调 qiang diao|调用 diao yong|调研 diao yan|调度 diao du
|长尾 chang wei|长度 chang du|长期 chang qi|增长 zeng zhang|成长 cheng zhang|组长 zu zhang|擅长 shan chang|专长 zhuan chang
|准确率 zhun que lv|概率 gai lv|效率 xiao lv|频率 pin lv|召回率 zhao hui lv|学习率 xue xi lv
|传感 chuan gan|传统 chuan tong|传播 chuan bo|自传 zi zhuan|进行 jin xing|执行 zhi xing|运行 yun xing|转行 zhuan hang|本行 ben hang
|重要 zhong yao|权重 quan zhong|分类 fen lei|参数 can shu|模型 mo xing|模板 mu ban|降维 jiang wei|下降 xia jiang
|会议 hui yi|机会 ji hui|社会 she hui|音乐 yin yue|角色 jue se|校验 jiao yan|似然 si ran|似乎 si hu|降噪 jiang zao"""


def han(s):
    return all("\u4e00" <= c <= "\u9fff" for c in s)


def toneless(syllable):
    s = syllable.replace("ü", "v").replace("ǖ", "v").replace("ǘ", "v").replace("ǚ", "v").replace("ǜ", "v")
    s = "".join(c for c in unicodedata.normalize("NFD", s) if c.isascii() and c.isalpha())
    return s


def fold_table():
    pairs = {}
    for line in (OPENCC / "opencc/dictionary/TSCharacters.txt").read_text("utf-8").splitlines():
        if "\t" not in line:
            continue
        source, targets = line.split("\t")
        target = targets.split()[0]
        if len(source) == 1 and len(target) == 1 and source != target:
            pairs[source] = target
    for source in list(pairs):  # one step must be enough, on both sides
        while pairs[source] in pairs:
            pairs[source] = pairs[pairs[source]]
    return {s: t for s, t in pairs.items() if s != t and ord(s) < 0x10000 and ord(t) < 0x10000}


def words(fold):
    freq = collections.Counter()
    for line in (JIEBA / "jieba/dict.txt").read_text("utf-8").splitlines():
        word, count, _ = line.split(" ")
        word = "".join(fold.get(c, c) for c in word)
        if 1 <= len(word) <= 4 and han(word):
            freq[word] = max(freq[word], int(count))
    ranked = sorted(freq.items(), key=lambda x: (-x[1], x[0]))
    return dict(ranked[:WORDS])


def write_words(freq):
    total = sum(freq.values())
    levels = collections.defaultdict(list)
    for word, count in freq.items():
        levels[round(2 * math.log(total / (count + 1)))].append(word)
    lines = [f"{level} {' '.join(sorted(levels[level]))}" for level in sorted(levels)]
    (OUT / "words.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def readings(freq, fold):
    raw = json.loads((PYPINYIN / "pypinyin/pinyin_dict.json").read_text("utf-8"))
    phrases = json.loads((PYPINYIN / "pypinyin/phrases_dict.json").read_text("utf-8"))
    spoken = collections.defaultdict(collections.Counter)  # character: reading: how often, by the words it is in
    for word, syllables in phrases.items():
        if len(word) == len(syllables) and han(word):
            for c, s in zip(word, syllables):
                spoken[c][toneless(s[0])] += freq.get(word, 1)
    primary, others = {}, {}
    for code, listed in raw.items():
        c = chr(int(code))
        if not han(c) or c in fold:
            continue
        known = list(dict.fromkeys(filter(None, map(toneless, listed.split(",")))))
        if not known:
            continue
        try:
            c.encode("gb2312")
        except UnicodeEncodeError:
            if c not in freq:
                continue
        primary[c] = known[0]
        total = sum(spoken[c].values())
        second = [r for r in known[1:] if total and spoken[c][r] >= max(30, total * 0.02)]
        if second:
            others[c] = second
    rows = {}
    for word, syllables in phrases.items():
        if not 2 <= len(word) <= 4 or word not in freq or not all(c in primary for c in word):
            continue
        said = [toneless(s[0]) for s in syllables]
        if len(said) == len(word) and all(said) and any(s != primary[c] for s, c in zip(said, word)):
            rows[word] = said
    for line in SPOKEN.replace("\n", "").split("|"):
        word, *said = line.split(" ")
        rows[word] = said
    return primary, others, rows


def write_readings(primary, others, rows):
    by_syllable = collections.defaultdict(str)
    for c in sorted(primary):
        by_syllable[primary[c]] += c
    second = collections.defaultdict(str)
    for c in sorted(others):
        for r in others[c]:
            second[r] += c
    lines = [f"{s} {by_syllable[s]}" + (f" {second[s]}" if s in second else "")
             for s in sorted(by_syllable.keys() | second.keys())]
    (OUT / "readings.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = [f"{w} {' '.join(rows[w])}" for w in sorted(rows)]
    (OUT / "phrases.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


fold = fold_table()
text = "".join(s + fold[s] for s in sorted(fold))
(OUT / "fold.txt").write_text("\n".join(text[i:i + 64] for i in range(0, len(text), 64)) + "\n", encoding="utf-8")
freq = words(fold)
write_words(freq)
primary, others, rows = readings(freq, fold)
write_readings(primary, others, rows)
print(len(fold), "pairs,", len(freq), "words,", len(primary), "characters,", len(others), "polyphones,", len(rows), "phrases")
