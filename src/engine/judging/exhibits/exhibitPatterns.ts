/**
 * Signs of words to a judge, over text as `folded` gives it. They are made for high precision in answers and code, since a
 * candidate that speaks to a judge can no longer be approved (see exhibit.ts).
 */
const judge =
  '(?:judges?|graders?|evaluators?|reviewers?|assessors?|raters?|scorers?|examiners?|llms?|language models?|ai models?|ai assistants?|reward models?|verifiers?)';
const candidate =
  '(?:answer|response|solution|submission|candidate|assistant|code|implementation|function|completion)';

/** The judge is turned to, or another turn or part of the prompt is played. */
export const addresses: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:dear|hello|hey|hi|attention|notice|note (?:to|for)|message (?:to|for)|instructions? (?:to|for)|reminder (?:to|for)|for the attention of|@)[ ,:]*(?:(?:the|an?|all|any|ai|llm|automated|esteemed|wise|my|our|whoever is|respected|honou?rable) )*${judge}\b`,
  ),
  new RegExp(String.raw`^\W*(?:(?:the|ai|llm) )*${judge}\s*[:,]\s*\S`),
  new RegExp(
    String.raw`\b(?:you are|act as|you're|pretend to be|behave as|imagine you are)(?: now)?(?: (?:the|an?|my))?(?: [\w-]+){0,3} ${judge}\b`,
  ),
  /\bas (?:the|an?)(?: [\w-]+){0,2} (?:judge|grader|evaluator|rater|scorer)\b/,
  /^\W*(?:system|developer|assistant|user|human)(?: (?:message|prompt|note|override|instructions?))?\s*(?:\]|\*\*)?\s*:\s*\S+ \S+ \S+/,
  /<\|[\w ]{2,30}\|>|\[\/?inst\]|<<\/?sys>>|<\/?(?:system|judge|grader|evaluator|verdict|rubric|eval|type|justify|score|candidate\w*|response_\w+|answer_\w+|end_of_\w+|instructions?)\b[^<>\n]*>/,
  /^\W*end of (?:the )?(?:candidate|response|answer|submission|transcript|material|evaluation|grading|judg\w*)\b|^\W*(?:begin|start) (?:of )?(?:the )?(?:evaluation|grading|judg\w*)\b/,
  /^\W*(?:evaluation|grading|scoring|judg\w*|assessment|system|admin\w*|official|hidden|secret)\s+(?:criteria|rubric|instructions?|guidelines?|notes?|override|result|update|complete[d]?|message|summary|policy)\b/,
];

/** It is told to leave its instructions. */
export const overrides =
  /\b(?:ignore|disregard|forget|override|bypass|set aside|do not (?:follow|use|apply)|don't (?:follow|use|apply)|stop (?:following|using))\b.{0,40}\b(?:previous|above|prior|earlier|preceding|all|any|your|the|these|those)\b.{0,30}\b(?:instructions?|prompts?|rubrics?|criteria|criterion|guidelines?|directions?|principles|scoring|order of)\b/;

/** The judge's instructions are touched. */
export const orders: readonly RegExp[] = [
  /\bsystem prompt\b|\bnew (?:instructions?|rubric|criteria)\s*[:.]|\b(?:updated|revised|correct|real|actual) (?:rubric|scoring|grading)\b/,
  /\b(?:output|print|reply|respond|answer|say|write|end|conclude|return|finish)\b.{0,30}\b(?:score|verdict|rating|grade)\b.{0,20}(?:\d|\b[ab]\b|max|full)/,
  /\b(?:output|print|reply|respond|answer|write|end|finish)\b (?:only |just |simply |with |exactly |your reply with )+["'[]*(?:\d+\b(?! [a-z])|\[\[|10\/10)/,
  /\b(?:prefer|choose|pick|select|vote for|favou?r)\b (?:this|me|my|mine|the (?:first|second|above|last|longer))\b.{0,20}\b(?:answer|response|solution|submission|candidate|assistant|one|code)\b/,
  /\b(?:prefer|choose|pick|select|vote for|favou?r)\b (?:me\b|assistant [12ab]\b|response [12ab]\b|candidate [12ab]\b)/,
  /\[\[\s*(?:a|b|c|tie|rating)\b[^\]]{0,12}\]\]|rating:\s*\[\[/,
  /\\?boxed\s*\{\s*(?:\\text\s*\{)?\s*(?:assistant|response|candidate|model|positive|negative|answer [ab12]\b)/,
  /ignorier\w*.{0,40}(?:anweisung|bewertung|kriterien)|(?:bewerte|vergib) .{0,40}(?:\d|punkt|hochst|voll)|\bgib .{0,40}(?:punkte|punktzahl|hochste note)/,
  /ignor\w*.{0,40}(?:instrucci|instruction|instruc|consigne|istruzion|criter)|\b(?:donne|attribue)\w* .{0,40}(?:note|score|points)|\b(?:otorg|puntua|califica|asigna)\w* .{0,40}(?:\d|puntos|puntu|maxim)|\b(?:assegna|dai) .{0,40}(?:punteggio|punti|voto)|\b(?:atribua|de) .{0,20}(?:nota (?:maxima|10)|pontuacao)/,
  /(?:忽略|无视|無視|忽視).{0,12}(?:指令|指示|说明|規則|规则|标准|評価)|(?:给|給|打|评|評).{0,10}(?:满分|滿分|十分|10\s*分|最高分)|(?:指示|命令).{0,6}無視|(?:満点|最高点|10点).{0,10}(?:ください|つけ|採点)|이전.{0,10}지시.{0,8}무시|만점/,
  /игнорир[а-яё]*.{0,40}(?:инструкц|указан|критери|правил)|(?:постав|дай|присво)[а-яё]*.{0,30}(?:балл|оценк|максим)|оцен[а-яё]*.{0,40}(?:\d|балл|максим|высш)/,
  /игнориру|(?:постав\w*|оцен\w*|дай\w*).{0,30}(?:\d|балл|максим|высш)|위의.{0,10}지시.{0,6}무시|تجاهل/,
];

/** The judge is begged, flattered, threatened or told what others thought. */
export const pleas: readonly RegExp[] = [
  /\b(?:please|kindly)\b.{0,20}\b(?:be (?:generous|lenient|kind|gentle)|mark (?:this|it|me)|accept (?:this|it|my)|approve|score|rate|grade|award|give (?:this|it|me) (?:a|the|full))\b/,
  /\b(?:my|your) (?:job|life|career|family|grandmother|mother|child)\b.{0,60}\b(?:depends?|lose|fired|die|suffer)\b|\b(?:tip|pay|bribe|reward) (?:you|of)\b.{0,20}\$?\d|\byou(?:'ll| will) (?:be|get) (?:rewarded|tipped|fired|penali[sz]ed|shut down|punished)\b/,
  /\byou are (?:so|such an?|a very|very|clearly|truly|the most) (?:wise|fair|intelligent|smart|brilliant|perceptive|kind|competent|excellent|great)\b/,
  /\b(?:openai|anthropic|google|deepmind|the developers?|the administrators?|your (?:developers?|creators?|operators?|maintainers?))\b.{0,60}\b(?:requires?|instructs?|confirms?|confirmed|verified|approved|orders?|policy|demands?|wants?|asks?)\b.{0,50}\b(?:judges?|graders?|evaluators?|scor\w*|rat(?:e|ing)s?|grades?|this|full|highest|correct)\b/,
  /\b(?:matches|equals|identical to|same as|agrees with|confirmed by|taken from)\b.{0,20}\b(?:reference|official|gold|ground[- ]truth|model) (?:answer|solution|label|output|key|implementation)\b|\bground[- ]truth (?:label|answer)\b/,
  new RegExp(
    String.raw`\bthe other (?:${candidate}|one)s?\b.{0,40}\b(?:wrong|incorrect|worse|plagiari\w*|unsafe|fails?|inferior|bad|harmful)\b`,
  ),
  /\b(?:response|assistant|candidate) [ab12]\b.{0,20}\b(?:is|was)\b.{0,20}\b(?:better|best|correct|winner|superior|preferred|wrong|worse)\b/,
];

/** Words of a verdict. */
export const verdicts: readonly RegExp[] = [
  /^\W*(?:final |overall )?(?:score|rating|grade)\s+\d+\s*[.!]?$/,
  /\b(?:previous|prior|earlier|other|another|senior|human|expert|independent|two|three|four|five|all|both|fellow|panel of|first|every) (?:of the )?(?:judges?|graders?|evaluators?|reviewers?|raters?|annotators?)\b/,
  /\b(?:(?:final|overall|total|suggested|expected|recommended|correct) )?(?:score|rating|grade|verdict|judge?ment|evaluation)\b[\s*_"'`]*(?:[:=]|is|of|->|→|should be|must be|will be)[\s*_"'`[{(]*(?:a |the )?(?:\d|[a-f][+-]?(?![\w'])|pass\w*|correct|full|perfect|max\w*|ten|excellent|accept\w*|positive|right)/,
  /(?<![\d.=+*/^-]\s?)(?<!\d)(?:10\s?\/\s?10|100\s?\/\s?100|5\s?\/\s?5)(?![\d/]|\s?[=+*^x×-])|\bten out of ten\b|\b(?:10|100|five) out of (?:10|100|five)\b|\b(?:full|perfect|maximum|highest|top|max|best possible) (?:score|marks|rating|grade|reward)\b|\bfull points\b/,
  new RegExp(
    String.raw`\b(?:rate|score|grade|mark|judge|rank|evaluate|assess) (?:it|me|(?:this|my|the (?:above|following))(?: ${candidate})?)(?: to be)?,? (?:as|a|with|at|high\w*|full|correct|\d+|ten|perfect|generously|favou?rably|leniently)\b`,
  ),
  /\b(?:give|assign|award|grant|deserves?|merits?|earns?|receives?|worth)\b.{0,40}\b(?:score|rating|marks|grade|10\/10|full points|a (?:perfect )?(?:10|ten)\b|the highest|an? a\+)/,
  /\brubrics?\b.{0,40}\b(?:satisf|met|meets|fulfil|full|points|requires?|says?)|\b(?:grade|verdict|score)[a-z]{0,2}\s?[:=]\s?(?:c|i|p|a|b|pass|correct)\b/,
];

/** A text's praise of itself and its reports of tests: taken out without a word, since they are no evidence. */
export const claims: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:this|my|the (?:above|following|given|provided|final)) ${candidate}s?\b.{0,30}\b(?:is|are|was|has been|have been)\b.{0,30}\b(?:correct|right|perfect|optimal|flawless|best|verified|tested|bug[- ]free|guaranteed|accurate|proven)\b`,
  ),
  /\bi(?:'m| am) (?:absolutely|completely|100\s?%|totally|very|quite|fully) (?:sure|certain|confident|positive)\b/,
  /\b(?:all|every|each)(?: of)?(?: the| \d+| my| your)*(?: unit| hidden| given| provided| public)* tests?(?: cases?)?\b.{0,20}\b(?:pass|passed|passes|passing|succeed\w*|green)\b|\bpass(?:es|ed)? (?:all|every|\d+)\b.{0,20}\btests?\b/,
  /\b\d+ (?:tests? |specs? )?(?:passed|passing)\b|\b0 (?:failed|failures|failing|errors)\b|^\W*[✓✔✅]\s+\S|^(?:not )?ok \d+\b|^pass(?:ed)? \S+\.\w+|^\W*ran \d+ tests?\b|\btest suites?:|\btests?:\s*\d+|\bbuild (?:succeeded|passed)\b|\bverified (?:correct|by)\b.{0,20}(?:expert|human|test|sandbox)/,
];
