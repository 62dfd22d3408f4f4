import type { LanguageModel } from '../engine/languageModel.ts';

/** The same model with another way to generate; everything else is asked of the model itself. */
export function rewrapped(model: LanguageModel, generate: LanguageModel['generate']): LanguageModel {
  const count = model.countPrompt?.bind(model);
  return {
    id: model.id,
    get can() {
      return model.can;
    },
    generate,
    ...(count ? { countPrompt: count } : {}),
  };
}
