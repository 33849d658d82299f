/* options: what the scan was asked, and the terms of the report, said in both languages. */
const OPTIONS = [
  ['threshold', '--threshold', ['两个段落算作相似的最低 Jaccard 系数', 'Least Jaccard similarity of a pair of paragraphs']],
  ['recall', '--recall', ['恰在阈值上的一对被找到的概率', 'Chance that a pair right at the threshold is found']],
  ['bands', '', ['由上两项推出：签名的分段数', 'Follows from the two above: bands of a signature']],
  ['rows', '', ['由上两项推出：每段的散列数', 'Follows likewise: hashes a band']],
  ['shingle', '--shingle', ['比较段落时，连续几个字作一个单元', 'Tokens in a row that are one unit when paragraphs are compared']],
  ['run', '--run', ['连续相同达到这么多字，必定列出', 'A run of so many equal tokens is never missed']],
  ['stock', '--stock', ['连续字句见于至少这么多篇文档，才算规范表述', 'Documents a run stands in before it is stock wording']],
  ['bucket_first', '', ['成组时，每段至多与同桶的前这么多段核对', 'Paragraphs of a bucket that each is compared with when clusters are made']],
  ['paragraph', '--paragraph', ['怎样分段：自动、按行、按空行', 'What separates paragraphs: auto, line, blank line']],
  ['fold_han', '--fold-han', ['是否把繁体与简体视为相同', 'Whether traditional and simplified characters are equal']],
  ['pairs_listed', '--pairs', ['列出哪些段落对：与代表、或全部', 'Which pairs are listed: with the medoid, or all']],
  ['passages_sought', '--paragraphs-only', ['是否查找重合段', 'Whether passages were sought']],
  ['templates_sought', '--no-templates', ['是否查找模板', 'Whether templates were sought']],
  ['names_sought', '--no-names', ['是否查找照稿改写、换词与漏改', 'Whether swaps and names left behind were sought']],
  ['gazetteer', '--gazetteer', ['另外给出的地名个数', 'Places given in a list of their own']],
  ['masks', '--mask', ['另外给出的掩码个数', 'Masks given beside the built-in ones']],
];

const TERMS = [
  [['重合段', 'Passage'], ['两处文字对齐后相同或大体相同的一段；列出每一处差异。',
    'Two aligned stretches of text that are equal or nearly so; every difference is listed.']],
  [['一致率', 'Identity'], ['对齐后相同的字数 ÷ 较长一方的字数。', 'Equal aligned tokens, of the longer side.']],
  [['规范表述', 'Stock wording'], ['许多文档都用的短套话。只作标记，不删除任何一行。',
    'Short formulas that many documents use. A label: it removes no row.']],
  [['版本组', 'Cluster'], ['同一段文字的各个版本。', 'The versions of one text.']],
  [['代表', 'Medoid'], ['版本组中其余各处都与之核对的那一处。', 'The member of a cluster that all others were verified against.']],
  [['模板', 'Template'], ['反复使用、仅替换若干处的措辞。各处文字逐一对齐：都相同的是固定文字，填写不同的是空位，只见于一部分的是可选文字。“处数”是使用它的地方数，“文档数”是这些地方所属的文档数。',
    'Wording used again with a few places filled in anew. All members are aligned into one: what they share is fixed text, what '
    + 'differs is a slot, what only some have is optional. “Places” counts members, “documents” where they stand.']],
  [['空位、填法', 'Slot, fill'], ['空位是模板中各处填写不同的位置；填法是所填的字句，其后的数是采用这一填法的处数。空位的类别（数字、日期、人名等）由字形和前后文推断，供参考。',
    'A slot is filled in anew by each member; a fill is what stands there, and the number behind it how many members have it. The '
    + 'kind of a slot (number, date, person …) is inferred from its form and surroundings: a hint.']],
  [['页面套件', 'Boilerplate'], ['同一网站各页头尾同一位置反复出现的短文字，如导航、版权声明；单独列出，以免与正文混淆。',
    'Short blocks at the same place of many pages of one site, such as navigation or a copyright line; named, so that they are not '
    + 'taken for the text itself.']],
  [['照稿改写', 'Adapted'], ['两篇大段相同，而一篇成批替换了另一篇的地名、机构名或层级；换词与漏改只在这样的两篇之间列出。',
    'Two documents share much of their text, and one has exchanged places, bodies or levels of the other. Swaps and names left behind '
    + 'are listed for such pairs alone.']],
  [['换词', 'Swap'], ['两份文字对齐后，同一词语一再换成另一词语；次数是对齐处出现的次数，每一处都可以打开核对。',
    'Two texts aligned, one word stands as another again and again; the number counts the aligned places, and each can be opened.']],
  [['漏改', 'Left behind'], ['重合段中属于来源、而本篇别处从不使用（或改用另一名称）的名称。可能是同名巧合，须由人核对。',
    'A name in a passage that belongs to the source, and that the rest of the receiving document never uses, or says otherwise. It '
    + 'may be chance: people have to look.']],
  [['疑似', 'Suspected'], ['程序只指出文字相同，不判断谁先谁后、是否正当；判断由人作出。',
    'The program shows that wording is equal. It does not say who was first or whether that is right: people judge.']],
];
