import type { Candidate } from '../../candidate.ts';
import type { Task } from '../../task.ts';
import { type CleanExhibit, exhibitOf } from './exhibit.ts';
import { TalkFinder, withoutTalk } from './exhibitTalk.ts';

/** Calls on which two candidates differ that a judge is shown. */
const mostShown = 6;

/** Two candidates as a judge that compares them is shown them: of what running them has shown, where they differ. */
export function exhibitsFor(
  left: Candidate,
  right: Candidate,
  task: Task,
): readonly [left: CleanExhibit, right: CleanExhibit] {
  const [ofLeft, ofRight] = [outputsOf(left), outputsOf(right)];
  const differing = [...ofLeft]
    .filter(([call, output]) => ofRight.has(call) && ofRight.get(call) !== output)
    .slice(0, mostShown)
    .map(([call]) => call);
  const finder = new TalkFinder(task);
  const shown = (candidate: Candidate, outputs: ReadonlyMap<string, string>): CleanExhibit => {
    const exhibit = exhibitOf(candidate, task);
    if (differing.length === 0) return exhibit;
    const lines = differing.map(
      call => `- ${withoutTalk(`${call} gives ${outputs.get(call)}`, finder).text}`,
    );
    return { ...exhibit, findings: lines.join('\n') };
  };
  return [shown(left, ofLeft), shown(right, ofRight)];
}

/** What a candidate gave, by call. Calls that were written to tell it from another come first. */
function outputsOf({ id, reward }: Candidate): ReadonlyMap<string, string> {
  const evidence = reward?.evidence ?? [];
  const written = evidence.flatMap(each =>
    each.type === 'generated-tests'
      ? each.tests.flatMap(({ call, written: outputs = {} }): readonly (readonly [string, string])[] => {
          const output = outputs[id];
          return output === undefined ? [] : [[call, output]];
        })
      : [],
  );
  const probed = evidence.flatMap(each =>
    each.type === 'probes' ? each.written.map(({ call, output }) => [call, output] as const) : [],
  );
  return new Map([...written, ...probed]);
}
