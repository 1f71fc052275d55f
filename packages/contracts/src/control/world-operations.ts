import * as z from 'zod'
import { controlOperation } from './operation.ts'
import { controlErrorSchema } from './schemas.ts'
import { worldNameSchema } from './world-name.ts'
import { forkSchema, namedWorldSchema, namedWorldsSchema, newWorldSchema } from './world-schemas.ts'

const worldParams = z.object({ world: worldNameSchema })

/** The worlds of a mock: the same list from each of them. */
export const worldOperations = {
  worlds: {
    method: 'GET',
    path: '/worlds',
    summary: 'List worlds',
    description: 'The default world first, then in the order in which they were made.',
    metadata: controlOperation(),
    responses: { 200: namedWorldsSchema },
  },
  createWorld: {
    method: 'POST',
    path: '/worlds',
    summary: 'Make a world',
    description:
      'A new world, as the mock began: one app, the users alice and bob, and faults and origins of the start. Its keys and tokens select it. A world with the seed of another one has the same keys, so it is reached by the header or the prefix only.',
    metadata: controlOperation('already_exists', 'too_many_worlds'),
    body: newWorldSchema,
    responses: { 201: namedWorldSchema, 409: controlErrorSchema },
  },
  forkWorld: {
    method: 'POST',
    path: '/worlds/:world/fork',
    summary: 'Copy a world',
    description:
      'A copy under a new name: settings, clock, apps, users, tokens, payments, ledger, ads, reports, quotas and faults with their counters. Its journal and its list of refusals begin empty. A reset brings it back to the moment of the copy. Copied keys and tokens select the first world, so this one is reached by the header or the prefix; what it makes later has other ids, keys and tokens.',
    metadata: controlOperation('world_not_found', 'already_exists', 'too_many_worlds'),
    pathParams: worldParams,
    body: forkSchema,
    responses: { 201: namedWorldSchema, 404: controlErrorSchema, 409: controlErrorSchema },
  },
  dropWorld: {
    method: 'POST',
    path: '/worlds/:world/drop',
    summary: 'Drop a world',
    description:
      'Forgets everything of it, and returns what it was. Its streams and waiting requests end. The default world cannot be dropped.',
    metadata: controlOperation('world_not_found', 'default_world'),
    pathParams: worldParams,
    body: z.strictObject({}, 'must be {}'),
    responses: { 200: namedWorldSchema, 404: controlErrorSchema, 409: controlErrorSchema },
  },
} as const
