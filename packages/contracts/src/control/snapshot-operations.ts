import { controlOperation } from './operation.ts'
import { controlErrorSchema, worldSchema } from './schemas.ts'
import { snapshotSchema } from './snapshot-schemas.ts'

/** A world as a body, never as a path. */
export const snapshotOperations = {
  snapshot: {
    method: 'GET',
    path: '/snapshot',
    summary: 'Save the world',
    description:
      'Everything of the world as one JSON object: settings, clock, seed, apps, users, tokens, payments, ledger, ads, reports, quotas and faults with their counters. The journal, the list of refusals and the `worldId` are not in it. The same calls in worlds with the same seed and a stopped clock give the same bytes. It holds the keys, tokens and wallet seeds of this world: keep it like them.',
    metadata: controlOperation(),
    responses: { 200: snapshotSchema },
  },
  restore: {
    method: 'POST',
    path: '/restore',
    summary: 'Restore a saved world',
    description:
      'Puts a snapshot in the place of this world, whole or not at all, under a new `worldId`. Its clock goes on from the saved time, stopped or running. Journal and refusals begin empty, and streams and waiting requests end. A reset leads back to what this world began with. In another world than the one that was saved, its keys and tokens are valid, but a request must name the world by header or prefix.',
    metadata: controlOperation('snapshot_refused'),
    body: snapshotSchema,
    responses: { 200: worldSchema, 409: controlErrorSchema },
  },
} as const
