import * as z from 'zod'
import { controlOperation } from './operation.ts'
import { controlErrorSchema } from './schemas.ts'
import { addedSeedDataSchema, seedDataSchema } from './seed-data-schemas.ts'

/** Users, apps, balances and payments as data. */
export const seedDataOperations = {
  addSeedData: {
    method: 'POST',
    path: '/seed-data',
    summary: 'Add users, apps, balances and payments',
    description:
      'Everything of the body or nothing: new apps and users are made, those that are there already are changed, and payments are led into their states. Returns those that the body names. An error names the place in the body.',
    metadata: controlOperation('seed_data_refused'),
    body: seedDataSchema,
    responses: { 201: addedSeedDataSchema, 409: controlErrorSchema },
  },
  seedDataSchema: {
    method: 'GET',
    path: '/seed-data/schema',
    summary: 'Read the JSON Schema of seed data',
    description: 'For editors and validators of seed files: JSON Schema, draft 2020-12.',
    metadata: controlOperation(),
    responses: { 200: z.record(z.string(), z.unknown()).meta({ id: 'JsonSchema' }) },
  },
} as const
