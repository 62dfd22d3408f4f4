import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import type { Result } from '../../src/engine/action.ts';
import { cost } from '../../src/engine/cost.ts';
import { flatJudge, type JudgeModel } from '../../src/engine/judgeModel.ts';
import type { Reward, Vote } from '../../src/engine/reward.ts';
import type { RunConfig, TraceBody, TraceEvent } from '../../src/engine/trace.ts';
import { workspaceKey } from '../../src/store/history.ts';
import { addJudgeLabel, judgeLabelsFileOf, readJudgeLabels } from '../../src/store/judgeLabels.ts';
import { forgetLearnt, judgedIn, openLearning } from '../../src/store/learning.ts';
import { addPick, preferencesFileOf, readPreferences } from '../../src/store/preferences.ts';
import { pairLabel, voteLabel } from '../support/judgeLabels.ts';
import { codeTask, configOf, promptTask } from '../support/worlds.ts';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-judges-'));
after(() => fs.rmSync(root, { recursive: true, force: true }));
let made = 0;
const newDir = () => {
  made += 1;
  return path.join(root, `data ${made}`);
};

const judge = { name: 'pointwise', performs: ['judge'], model: flatJudge } as const;
const config: RunConfig = configOf({ judges: [judge] });
const made1 = { arm: 'default', origin: 'sample' } as const;

/** A run in which one candidate was drawn and judged; of code, tests say whether it is right. */
function runOf(name: string, right: boolean | undefined, votes: readonly Vote[]): readonly TraceEvent[] {
  const verified = right === true;
  const report = { outcome: 'ran', tests: [], output: '', seconds: 1 } as const;
  const tests = { type: 'tests', report, passed: 0, failed: 0, total: 1, reused: false } as const;
  const common = { value: 0.5, quality: 0, verified };
  const reward: Reward = { ...common, evidence: [tests, { type: 'votes', by: 'pointwise', votes }] };
  const action = { type: 'sample', arm: 'default' } as const;
  const candidate = { id: 'c1', arm: 'default', text: 'text', behaviour: 'b', cost: cost({}) };
  const drawn: Result = {
    type: 'candidate',
    candidate: { ...candidate, reward: { ...common, evidence: [tests] } },
  };
  const judging = { type: 'judge', candidate: 'c1', votes: 1, by: 'pointwise' } as const;
  const task = right === undefined ? promptTask : codeTask;
  return numbered([
    { type: 'run-started', version: 1, run: name, date: '', task, config },
    { type: 'action-started', id: 'a1', decision: 1, action, reserved: cost({}) },
    { type: 'action-ended', id: 'a1', result: drawn, cost: cost({}), quality: 0.5, leader: 'c1' },
    { type: 'action-started', id: 'a2', decision: 2, action: judging, reserved: cost({}) },
    {
      type: 'action-ended',
      id: 'a2',
      result: { type: 'judged', candidate: 'c1', reward },
      cost: cost({}),
      quality: 0.5,
      leader: 'c1',
    },
    {
      type: 'run-ended',
      status: 'verified',
      stop: 'verified',
      reason: '',
      spent: cost({}),
      seconds: 1,
      chosen: 'c1',
    },
  ]);
}

function numbered(bodies: readonly TraceBody[]): readonly TraceEvent[] {
  return bodies.map((body, seq) => ({ ...body, seq, at: 0 }));
}

const also = (events: readonly TraceEvent[], body: TraceBody) => numbered([...events, body]);
const informedModel = (dir: string, workspace: string, of = config): JudgeModel => {
  const [informed] = openLearning(dir, workspace).informed(codeTask, of).judges ?? [];
  assert.ok(informed);
  return informed.model;
};
const isSilent = ({ right, wrong }: JudgeModel) => right.a === wrong.a && right.b === wrong.b;

describe('what judges turned out to be worth', () => {
  it('reaches the next run of the workspace: one turned round has no weight, one that is right gains', () => {
    const dir = newDir();
    const learning = openLearning(dir, '/projects/here');
    assert.deepEqual(informedModel(dir, '/projects/here'), flatJudge);
    for (let run = 0; run < 12; run++) {
      const right = run % 2 === 0;
      learning.ended(runOf(`run ${run}`, right, [{ value: right ? 0.1 : 0.9 }]));
    }
    assert.ok(isSilent(informedModel(dir, '/projects/here')));
    const other = newDir();
    const fair = openLearning(other, '/projects/here');
    for (let run = 0; run < 12; run++) {
      const right = run % 2 === 0;
      fair.ended(runOf(`run ${run}`, right, [{ value: right ? 0.9 : 0.1 }]));
    }
    const { right, wrong } = informedModel(other, '/projects/here');
    assert.ok(right.a / (right.a + right.b) > 0.75 && wrong.a / (wrong.a + wrong.b) < 0.25);
    const elsewhere = informedModel(other, '/projects/elsewhere').right;
    assert.ok(elsewhere.a < right.a && elsewhere.a > flatJudge.right.a, 'other workspaces lend a prior');
    assert.deepEqual(informedModel(other, '/projects/here', { ...config, model: 'another' }), flatJudge);
    assert.equal(openLearning(other, '/projects/here').informed(codeTask, config).judges?.[0]?.labels, 12);
  });

  it('is less of each where judges say the same of the same', () => {
    const dir = newDir();
    const two: RunConfig = { ...config, judges: [judge, { ...judge, name: 'rubric' }] };
    const shares = () =>
      openLearning(dir, '/projects/here')
        .informed(codeTask, two)
        .judges?.map(({ share = 1 }) => share) ?? [];
    const [before = 0] = shares();
    assert.ok(before > 0.8 && before < 0.9, `${before}`);
    const learning = openLearning(dir, '/projects/here');
    for (let run = 0; run < 30; run++) {
      const right = run % 2 === 0;
      const votes = [{ value: right === run % 5 > 0 ? 0.9 : 0.1 }];
      const events = runOf(`run ${run}`, right, votes);
      const reward: Reward = {
        value: 0.5,
        quality: 0.5,
        verified: false,
        evidence: [{ type: 'votes', by: 'rubric', votes }],
      };
      const byHand = {
        type: 'judged-by-hand',
        candidate: 'c1',
        by: 'rubric',
        reward,
        cost: cost({}),
      } as const;
      learning.judged(also(events, byHand));
    }
    const [one = 0, other = 0] = shares();
    assert.ok(Math.abs(one - other) < 1e-6 && one < before - 0.05, `${one} and ${other} from ${before}`);
  });

  it('takes what the person says after a run, and what is judged by hand, in place of what was known', () => {
    const dir = newDir();
    const learning = openLearning(dir, undefined);
    const file = judgeLabelsFileOf(dir);
    const events = runOf('run', undefined, [{ value: 0.9 }]);
    learning.ended(events);
    const only = () => {
      const { items: labels } = readJudgeLabels(file);
      assert.equal(labels.length, 1);
      const label = labels[0]?.label;
      return label?.type === 'votes' ? [label.right, label.votes] : [];
    };
    assert.deepEqual(only(), [undefined, 1]);
    const accepted = also(events, { type: 'choice', candidate: 'c1', verdict: 'accepted' });
    learning.chosen(accepted, 'c1', 'accepted');
    assert.deepEqual(only(), [true, 1]);
    const votes = [{ value: 0.9 }, { value: 0.1 }];
    const reward: Reward = {
      value: 0.5,
      quality: 0.5,
      verified: false,
      evidence: [{ type: 'votes', by: 'pointwise', votes }],
    };
    const byHand = {
      type: 'judged-by-hand',
      candidate: 'c1',
      by: 'pointwise',
      reward,
      cost: cost({}),
    } as const;
    learning.judged(also(accepted, byHand));
    assert.deepEqual(only(), [true, 2]);
    const lines = fs.readFileSync(file, 'utf8').trim().split('\n').length;
    learning.judged(also(accepted, byHand));
    assert.equal(fs.readFileSync(file, 'utf8').trim().split('\n').length, lines, 'nothing new is no line');
  });

  it('is told in a report of the workspace, or of all', () => {
    const dir = newDir();
    for (const [place, workspace] of ['/a', '/a', '/b'].entries())
      openLearning(dir, workspace).ended(runOf(`run ${place}`, true, [{ value: 0.8 }]));
    assert.deepEqual(
      ['/a', '/b', undefined].map(workspace => judgedIn(dir, workspace).judges[0]?.labels),
      [2, 1, 3],
    );
    assert.equal(judgedIn(dir, '/a').problem, undefined);
  });

  it('is forgotten with all else that runs taught', () => {
    const dir = newDir();
    addJudgeLabel(judgeLabelsFileOf(dir), { workspace: 'w', label: voteLabel() });
    const pick = { key: 'k', model: 'm', winner: made1, loser: { ...made1, arm: 'warm' } };
    addPick(preferencesFileOf(dir), { workspace: 'w', pick });
    forgetLearnt(dir);
    assert.deepEqual(fs.readdirSync(dir), []);
  });
});

describe('stored labels of judges and picks', () => {
  it('are read back as they were kept, the last of each key alone', () => {
    const dir = newDir();
    const [labels, picks] = [judgeLabelsFileOf(dir), preferencesFileOf(dir)];
    assert.deepEqual([readJudgeLabels(labels), readPreferences(picks)], [{ items: [] }, { items: [] }]);
    const vote = { workspace: 'w', label: voteLabel({ key: 'same', right: false }) };
    const pair = { workspace: 'w', label: pairLabel({ leftFirst: 'tie', of: { left: 'c', right: 'd' } }) };
    const later = { workspace: 'w', label: voteLabel({ key: 'same', right: true, of: 'c' }) };
    const elsewhere = { workspace: 'v', label: voteLabel({ key: 'same' }) };
    for (const one of [vote, pair, later, elsewhere]) assert.equal(addJudgeLabel(labels, one), undefined);
    assert.deepEqual(readJudgeLabels(labels), { items: [later, pair, elsewhere] });
    const pick = { key: 'k', model: 'm', winner: made1, loser: { ...made1, origin: 'refine' } } as const;
    const again = { workspace: 'w', pick: { ...pick, winner: { ...made1, arm: 'warm' } } };
    addPick(picks, { workspace: 'w', pick });
    addPick(picks, again);
    assert.deepEqual(readPreferences(picks), { items: [again] });
    for (const file of [labels, picks])
      assert.equal(fs.statSync(file).mode & 0o077, 0, 'for this person alone');
  });

  it('leave out what is none and say so', () => {
    const dir = newDir();
    const [labels, picks] = [judgeLabelsFileOf(dir), preferencesFileOf(dir)];
    addJudgeLabel(labels, { workspace: 'w', label: voteLabel() });
    const bad: readonly object[] = [
      { ...voteLabel(), asked: -1 },
      { ...voteLabel(), unread: 2 },
      { ...voteLabel(), approving: 2 },
      { ...voteLabel(), score: 1.5 },
      { ...voteLabel(), right: 'yes' },
      { ...voteLabel(), judge: undefined },
      { ...voteLabel(), type: 'other' },
      { ...pairLabel(), leftFirst: 'first' },
      { ...pairLabel(), right: 'tie' },
      { ...pairLabel(), size: null },
      { ...voteLabel(), of: { left: 'a', right: 'b' } },
      { ...pairLabel(), of: 'a' },
      { ...pairLabel(), of: { left: 'a' } },
    ];
    for (const one of bad)
      fs.appendFileSync(labels, `${JSON.stringify({ version: 1, workspace: 'w', ...one })}\n`);
    fs.appendFileSync(labels, '{"version":1,"work\n{"version":2}\n');
    const read = readJudgeLabels(labels);
    assert.equal(read.items.length, 1);
    assert.match(read.problem ?? '', /14 lines .* are no labels of judges.*1 lines .* newer version/);
    const pick = { key: 'k', model: 'm', winner: made1, loser: made1 };
    addPick(picks, { workspace: 'w', pick });
    fs.appendFileSync(
      picks,
      `${JSON.stringify({ version: 1, workspace: 'w', ...pick, winner: { arm: 'a', origin: 'x' } })}\n`,
    );
    assert.match(readPreferences(picks).problem ?? '', /1 lines .* are no preferences/);
  });

  it('say what to do where they cannot be kept', () => {
    const file = path.join(root, 'a file');
    fs.writeFileSync(file, '');
    const label = { workspace: 'w', label: voteLabel() };
    assert.match(addJudgeLabel(judgeLabelsFileOf(file), label) ?? '', /cannot be written.*Make room/);
  });
});

describe('preferences of arms', () => {
  const arms = ['cool', 'warm'].map(id => ({ id, temperature: 0.5, expectedCost: cost({}) }));
  const informed = (dir: string, task = promptTask, workspace = '/here') =>
    openLearning(dir, workspace).informed(task, configOf({ arms })).prior?.sample;

  it('make the preferred one likelier where no verifier tells, and nothing else', () => {
    const dir = newDir();
    assert.equal(informed(dir), undefined);
    for (let run = 0; run < 12; run++) {
      const pick = {
        key: `k${run}`,
        model: 'made-up',
        winner: { ...made1, arm: 'warm' },
        loser: { ...made1, arm: 'cool' },
      };
      addPick(preferencesFileOf(dir), { workspace: workspaceKey('/here'), pick });
    }
    const sample = informed(dir);
    assert.ok(
      (sample?.warm?.chance ?? 0) > 0.5 && (sample?.cool?.chance ?? 1) < 0.25,
      JSON.stringify(sample),
    );
    assert.equal(informed(dir, codeTask), undefined, 'tests tell');
    const another = openLearning(dir, '/here').informed(promptTask, configOf({ arms, model: 'another' }));
    assert.equal(another.prior, undefined, 'arms of another model');
  });

  it('are told in the report', () => {
    const dir = newDir();
    const pick = { key: 'k', model: 'm', winner: { arm: 'warm', origin: 'refine' }, loser: made1 } as const;
    addPick(preferencesFileOf(dir), { workspace: workspaceKey('/here'), pick });
    const { arms, origins } = judgedIn(dir, '/here').picks;
    assert.equal(arms.get('warm')?.get('default'), 1);
    assert.equal(origins.get('refine')?.get('sample'), 1);
    assert.equal(judgedIn(dir, '/there').picks.arms.size, 0);
  });
});
