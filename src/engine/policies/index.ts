import type { PolicyFactory } from '../policy.ts';
import { abMctsA } from './abMctsA.ts';
import { adaptiveConsistency } from './adaptiveConsistency.ts';
import { auto } from './auto.ts';
import { beacon } from './beacon.ts';
import { beamSearch } from './beamSearch.ts';
import { chunkReset } from './chunkReset.ts';
import { confidenceVoting } from './confidenceVoting.ts';
import { critiqueRefinement } from './critiqueRefinement.ts';
import { earlyRejection } from './earlyRejection.ts';
import { elo } from './elo.ts';
import { ensembleBestOfN, worstCaseBestOfN } from './ensembleBestOfN.ts';
import { esc } from './esc.ts';
import { knockout } from './knockout.ts';
import { particleFilter } from './particleFilter.ts';
import { particleGibbs } from './particleGibbs.ts';
import { pessimism } from './pessimism.ts';
import { router } from './router.ts';
import { selfConsistency } from './selfConsistency.ts';
import { smc } from './smc.ts';
import { uniform } from './uniform.ts';
import { weightedBestOfN } from './weightedBestOfN.ts';

/** Every policy by its name; a new one is a file here and a line. */
export const policies: Readonly<Record<string, PolicyFactory>> = Object.fromEntries(
  [
    auto,
    uniform,
    selfConsistency,
    confidenceVoting,
    adaptiveConsistency,
    esc,
    beacon,
    weightedBestOfN,
    ensembleBestOfN,
    worstCaseBestOfN,
    pessimism,
    critiqueRefinement,
    abMctsA,
    knockout,
    elo,
    router,
    beamSearch,
    particleFilter,
    smc,
    particleGibbs,
    earlyRejection,
    chunkReset,
  ].map(factory => [factory.name, factory]),
);

export const defaultPolicy = auto.name;
