import type { WindowParts } from './windowParts.ts';

/** Ponder: Forget What Earlier Runs Taught. Traces stay. */
export async function forgetLearnt({
  person,
  services,
}: Pick<WindowParts, 'person' | 'services'>): Promise<void> {
  const forget = 'Forget';
  const detail =
    'The next runs start as the first one did: without how often attempts of each model were right, and without what you accepted and rejected. Traces stay.';
  if ((await person.confirm('Forget what earlier runs taught?', detail, [forget])) !== forget) return;
  await services.forgetLearnt();
  void person.tell('information', 'What earlier runs taught is forgotten.', []);
}
