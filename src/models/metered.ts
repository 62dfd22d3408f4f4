import { cost } from '../engine/cost.ts';
import type { TokenPrices } from '../engine/generator.ts';
import type { LanguageModel, Usage } from '../engine/languageModel.ts';
import { withMeter } from './requestMeter.ts';
import { rewrapped } from './rewrapped.ts';

/**
 * Charges every request to the call it is made for: the request when it leaves, its tokens when it ends, also when
 * it ends in failure or abort and the provider knows what it used. Belongs directly around the provider, inside
 * `limited` and `retrying`, so that each retry is charged and waiting costs nothing.
 */
export function metered(
  model: LanguageModel,
  prices: TokenPrices = { prompt: 0, completion: 0 },
): LanguageModel {
  return rewrapped(model, async (request, call, progress) => {
    call.signal.throwIfAborted();
    let requests = 0;
    let usage: Usage | undefined;
    const meter = {
      sent() {
        requests += 1;
        call.charge(cost({ calls: 1 }));
      },
      used(latest: Usage) {
        usage = latest;
      },
    };
    try {
      const generation = await model.generate(request, withMeter(call, meter), progress);
      usage = generation.usage;
      return generation;
    } finally {
      if (usage && requests === 0) meter.sent();
      if (usage) call.charge(costOf(usage, prices));
    }
  });
}

function costOf(usage: Usage, prices: TokenPrices) {
  const { promptTokens, completionTokens } = usage;
  const microDollars = promptTokens * prices.prompt + completionTokens * prices.completion;
  return cost({ promptTokens, completionTokens, microDollars, estimated: usage.source === 'estimated' });
}
