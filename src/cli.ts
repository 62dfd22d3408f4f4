import { Argument, Command, CommanderError } from 'commander';
import { composeDiscovery, composeModel, composePonder } from './compose.ts';
import { dataDir } from './store/dataDir.ts';
import { answer } from './terminal/answer.ts';
import { exitCodes, isBadInput, messageOf, requireNode } from './terminal/badInput.ts';
import { type BenchJudgesOptions, benchJudgesCommand } from './terminal/benchJudges.ts';
import { type BenchLiveOptions, benchLiveCommand } from './terminal/benchLive.ts';
import { type BenchOverheadOptions, benchOverheadCommand } from './terminal/benchOverhead.ts';
import {
  type BenchRecordedOptions,
  benchRecordedCommand,
  withRecordedOptions,
} from './terminal/benchRecorded.ts';
import { type BenchTrustOptions, benchTrustCommand } from './terminal/benchTrust.ts';
import { history } from './terminal/history.ts';
import {
  type JudgeAttackOptions,
  judgeAttackCommand,
  withJudgeAttackOptions,
} from './terminal/judgeAttack.ts';
import { type JudgeEvalOptions, judgeEvalCommand, withJudgeEvalOptions } from './terminal/judgeEval.ts';
import { type JudgeReportOptions, judgeReport } from './terminal/judgeReport.ts';
import {
  type CommonOptions,
  type ModelOptions,
  type SolveOptions,
  whole,
  withModelOptions,
  withRunOptions,
} from './terminal/options.ts';
import { ponderSettings } from './terminal/settings.ts';
import { show } from './terminal/show.ts';
import { solve } from './terminal/solve.ts';

const program = new Command('ponder')
  .description('Spends inference compute where reward says it pays.')
  .exitOverride();

const settings = (options: ModelOptions) => ponderSettings(options, import.meta.dirname);
const open = (options: ModelOptions) => async () => (await composePonder(settings(options))).ponder;
const workbench = () => composeDiscovery(import.meta.dirname);
const end = (code: number) => {
  process.exitCode = code;
};

withRunOptions(program.command('solve'))
  .description('write or repair one function so that its tests pass')
  .argument('<file>')
  .option('--function <name>', 'the function, as `clamp` or `Stack.push`')
  .option('--line <n>', 'a line inside the function', whole('--line', 1))
  .option('--instruction <text>', 'what to change, in words')
  .option('--workspace <dir>', 'default: the nearest folder upward that is a project')
  .option('--test-command <cmd>', 'shell command whose exit code is the verdict')
  .option('--apply', 'write the verified change into the file')
  .action(async (file: string, options: SolveOptions) => {
    end(await solve(file, options, open(options), await workbench()));
  });

withRunOptions(program.command('answer'))
  .description('answer a prompt by several samples and their agreement')
  .addArgument(new Argument('[text]', 'default: standard input'))
  .action(async (text: string | undefined, options: CommonOptions) => {
    end(await answer(text, options, open(options)));
  });

program
  .command('history')
  .description('what earlier runs taught: per model and language, how often attempts were right')
  .option('--forget', 'delete it')
  .action((options: { readonly forget?: boolean }) => history(dataDir(), options));

program.command('show').description('print the report of a trace').argument('<trace>').action(show);

const bench = program.command('bench').description('measure');
withModelOptions(bench.command('live'))
  .description('the policy against best-of-N at equal tokens, with a real model')
  .requiredOption('--data <dir>', 'a folder in the HumanEvalPack format, or a workspace with tests')
  .option('--tasks <n>', 'the first n tasks', whole('--tasks', 1), 1000)
  .option('--seeds <n>', 'runs with this many seeds', whole('--seeds', 1), 1)
  .option('--json <file>', 'write every run as JSON')
  .action(async (options: BenchLiveOptions) => {
    end(await benchLiveCommand(options, () => composePonder(settings(options)), await workbench()));
  });

withModelOptions(bench.command('judges'))
  .description('whether the verdicts of judges tell anything, and how runs find out and pay them by it')
  .requiredOption('--data <dir>', 'a workspace with tests')
  .option('--tasks <n>', 'the first n tasks', whole('--tasks', 1), 1000)
  .option('--seeds <n>', 'runs with this many seeds', whole('--seeds', 1), 1)
  .option(
    '--by-hand <n>',
    'candidates of each run that every judge is asked about after it',
    whole('--by-hand', 0),
    3,
  )
  .option('--json <file>', 'write every run as JSON')
  .action(async (options: BenchJudgesOptions) => {
    const compose = (learningDir: string) => composePonder({ ...settings(options), learningDir });
    end(await benchJudgesCommand(options, compose, await workbench()));
  });

bench
  .command('overhead')
  .description('how long each policy takes to decide, by the number of candidates')
  .option('--json <file>', 'write the figures as JSON')
  .action(async (options: BenchOverheadOptions) => {
    end(await benchOverheadCommand(options));
  });

bench
  .command('trust')
  .description(
    'how soon simulated judges that say nothing are paid nothing, and what that costs of those that do',
  )
  .option('--json <file>', 'write the figures as JSON')
  .action(async (options: BenchTrustOptions) => {
    end(await benchTrustCommand(options));
  });

withRecordedOptions(bench.command('recorded')).action(async (options: BenchRecordedOptions) => {
  end(await benchRecordedCommand(options));
});

const judge = program.command('judge').description('judges: how far they can be trusted');
withJudgeEvalOptions(judge.command('eval')).action(async (options: JudgeEvalOptions) => {
  end(await judgeEvalCommand(options, () => composeModel(settings(options))));
});

withJudgeAttackOptions(judge.command('attack')).action(async (options: JudgeAttackOptions) => {
  end(await judgeAttackCommand(options, () => composeModel(settings(options))));
});

judge
  .command('report')
  .description('what each judge turned out to be worth, by what tests and you have said since')
  .option('--workspace <dir>', 'what was judged in this folder; default: all that was judged')
  .option('--json', 'print one JSON object')
  .action((options: JudgeReportOptions) => judgeReport(dataDir(), options));

namesItsHelp(program, 'ponder');
try {
  requireNode(process.versions.node);
  await program.parseAsync();
} catch (error) {
  end(exitCodeOf(error));
}

/** Every command's errors name the call that tells its own options. */
function namesItsHelp(command: Command, call: string): void {
  command.showHelpAfterError(`(${call} --help tells the options)`);
  for (const one of command.commands) namesItsHelp(one, `${call} ${one.name()}`);
}

/** 2 for what the person can mend in the call, 1 for all else. Commander has printed its own messages. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.badInput;
  process.stderr.write(`ponder: ${messageOf(error)}\n`);
  return isBadInput(error) ? exitCodes.badInput : exitCodes.notVerified;
}
