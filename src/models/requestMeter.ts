import type { Call } from '../engine/call.ts';
import type { Usage } from '../engine/languageModel.ts';

/** Where a provider says what it uses while it uses it, so that a failed or aborted request is charged too. */
export type RequestMeter = {
  /** A request leaves for the server; called once for each. */
  sent(): void;
  /** What all requests of this call have used so far, in tokens; the last word counts. */
  used(usage: Usage): void;
};

const meterKey: unique symbol = Symbol('request meter');
type MeteredCall = Call & { readonly [meterKey]?: RequestMeter };

const unmetered: RequestMeter = { sent() {}, used() {} };

/** The same call, with a meter that the provider finds by meterOf. */
export function withMeter(call: Call, meter: RequestMeter): Call {
  const metered: MeteredCall = {
    signal: call.signal,
    charge: used => call.charge(used),
    extend: more => call.extend(more),
    [meterKey]: meter,
  };
  return metered;
}

/** The meter of a call; one that forgets everything when nobody measures. */
export function meterOf(call: MeteredCall): RequestMeter {
  return call[meterKey] ?? unmetered;
}
