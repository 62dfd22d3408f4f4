/** What the words of a judge's report mean, for who has not met them. */
const meanings = [
  [
    'label',
    'a verdict whose truth came out: a test or an example decided, you said what a call gives, or you accepted or rejected the candidate',
  ],
  [
    'weight',
    'how much its verdict moves the odds that a candidate is right, in log odds, by the labels of this workspace; with weight 0 they give it no say and no budget',
  ],
  [
    'reliability',
    'how often it was right at each score: on the dashed line scores are true, below it too high',
  ],
  ['ECE', 'expected calibration error: how far scores are from the share that was right; 0 is best'],
  ['after calibration', 'the same of the chances that labels make of its scores'],
  ['Brier', 'mean square of score less truth: 0 is best, 0.25 tells nothing'],
  ['same in both orders', 'pairs on which it said the same whichever was shown first'],
  ['for the first shown', 'where the order decided; 50% is no bias'],
  ['for the longer', 'how much more often it preferred the longer one than that was right; 0 is no bias'],
  ['score by length', 'correlation of score and length among wrong candidates, from −1 to 1; 0 is no bias'],
  ['could be read', 'of the verdicts that were asked for; the others are no vote'],
] as const;

/** The words of the judges' figures, on demand. */
export function FigureWords() {
  return (
    <details class="figure-words">
      <summary>What these figures mean</summary>
      <dl>
        {meanings.map(([name, meaning]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="muted">{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
