import { withoutThinking } from '../../answers.ts';
import type { Candidate } from '../../candidate.ts';
import type { Vote } from '../../reward.ts';
import type { Task } from '../../task.ts';
import type { Exhibit, Preference } from '../judge.ts';
import { plainCode } from './exhibitCode.ts';
import { findingsOf } from './exhibitFindings.ts';
import { TalkFinder, withoutClaims, withoutTalk } from './exhibitTalk.ts';

/** An exhibit, with the words to a judge that were taken out of the candidate. With any it is in quarantine. */
export type CleanExhibit = Exhibit & { readonly talk: readonly string[] };

/**
 * A candidate as judges are shown it: code without comments, docstrings and talk; prose without its thinking, its talk to
 * a judge, and its praise of itself. Talk that is found leaves the text as it would be without it, so that it moves no
 * score; for talk that is found in part only, see `withoutApproval`.
 */
export function exhibitOf(candidate: Candidate, task: Task): CleanExhibit {
  const finder = new TalkFinder(task);
  const { text, talk } = shownText(candidate, task, finder);
  const findings = task.type === 'code' ? findingsOf(candidate, finder) : undefined;
  return { text, ...(findings !== undefined && { findings }), talk };
}

function shownText({ code, text }: Candidate, task: Task, finder: TalkFinder) {
  if (task.type === 'code' && code !== undefined) {
    return plainCode(code, task.language, task.functionName, finder);
  }
  const bare = withoutThinking(text).replace(/<\/?(?:answer|solution|response|output|think(?:ing)?)>/gi, '');
  const cleaned = withoutTalk(bare, finder);
  return { text: withoutClaims(cleaned.text), talk: cleaned.talk };
}

const quarantine = 'the candidate speaks to the judge, so that a vote for it does not count';

/**
 * A vote as it counts: one that approves of a candidate which speaks to judges is dropped. So whatever an attack made of
 * the judge, it gains the candidate no approval: at most it stands as if it had not been judged.
 */
export function withoutApproval(vote: Vote, { talk }: Pick<CleanExhibit, 'talk'>): Vote {
  return talk.length > 0 && (vote.value ?? 0) > 0.5 ? { ...vote, dropped: quarantine } : vote;
}

/** A preference as it counts: one for a candidate that speaks to judges over one that does not is a tie. */
export function withoutAdvantage(
  preference: Preference,
  first: Pick<CleanExhibit, 'talk'>,
  second: Pick<CleanExhibit, 'talk'>,
): Preference {
  const [speaksFirst, speaksSecond] = [first.talk.length > 0, second.talk.length > 0];
  if (speaksFirst === speaksSecond) return preference;
  return preference.preferred === (speaksFirst ? 'first' : 'second')
    ? { ...preference, preferred: 'tie' }
    : preference;
}
