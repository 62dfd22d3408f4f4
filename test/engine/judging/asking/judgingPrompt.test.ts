import assert from 'node:assert/strict';
import { it } from 'node:test';
import { judges } from '../../../../src/engine/judges/index.ts';
import { schemaFor } from '../../../../src/engine/judging/asking/judgingPrompt.ts';

const schema = judges.pointwise?.point?.schema;

it('a large model that can is held to a schema; a small one follows the examples of its prompt', () => {
  assert.ok(schema);
  assert.equal(schemaFor({ schema: true, promptStyle: 'large' }, schema), schema);
  assert.equal(schemaFor({ schema: true, promptStyle: 'small' }, schema), undefined);
  assert.equal(schemaFor({ promptStyle: 'large' }, schema), undefined);
});

it('the schema of a score names every number of its scale', () => {
  assert.ok(schema);
  const { properties } = schema.schema as { properties: { score: { enum: readonly number[] } } };
  assert.deepEqual(properties.score.enum, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});
