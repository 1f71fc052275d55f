import { initContract } from '@ts-rest/core'
import * as z from 'zod'
import { eventsQuerySchema } from './event-schemas.ts'
import {
  clearedJournalSchema,
  journalEntrySchema,
  journalQuerySchema,
  journalSchema,
  journalWaitQuerySchema,
  journalWaitSchema,
  replaySchema,
} from './journal-schemas.ts'
import { controlOperation } from './operation.ts'
import { controlErrorSchema } from './schemas.ts'

const c = initContract()
const RULE = 'must be the id of an entry, like 42'
const entryParams = z.object({
  entry_id: z
    .string()
    .regex(/^\d{1,15}$/, RULE)
    .meta({ description: 'Id of an entry of the journal.', examples: ['1'] }),
})

/** What the mock was asked, and what happened in it. */
export const journalOperations = {
  journal: {
    method: 'GET',
    path: '/journal',
    summary: 'List requests',
    description:
      'Requests with their responses, in the order of arrival. Secrets are masked, and credentials are never kept. Old entries are forgotten.',
    metadata: controlOperation(),
    query: journalQuerySchema,
    responses: { 200: journalSchema },
  },
  waitForRequests: {
    method: 'GET',
    path: '/journal/wait',
    summary: 'Wait for requests',
    description:
      'Returns when enough requests have matched, those before the call too, or after `wait_ms`. A request counts when its response is complete, or when a fault holds it back.',
    metadata: controlOperation('too_many_waiting'),
    query: journalWaitQuerySchema,
    responses: { 200: journalWaitSchema, 429: controlErrorSchema },
  },
  clearJournal: {
    method: 'POST',
    path: '/journal/clear',
    summary: 'Forget all requests',
    description: 'Ids go on counting.',
    metadata: controlOperation(),
    body: z.strictObject({}, 'must be {}'),
    responses: { 200: clearedJournalSchema },
  },
  replayRequest: {
    method: 'POST',
    path: '/journal/:entry_id/replay',
    summary: 'Send a request again',
    description:
      'Sends the same method, path, headers and body to this mock, and returns the new entry. A request with a key gets the present key of its app; one with an access token gets a new token of its user.',
    metadata: controlOperation('entry_not_found', 'app_not_found', 'not_replayable'),
    pathParams: entryParams,
    body: replaySchema,
    responses: { 200: journalEntrySchema, 404: controlErrorSchema, 409: controlErrorSchema },
  },
  events: {
    method: 'GET',
    path: '/events',
    summary: 'Follow what happens',
    description:
      'A stream of server-sent events, whose names are the kinds and whose data is JSON: `world` at once and after each reset, `clock` when it is moved, `ledger` when one closes, `payment` when one changes, `request` when its response is complete. A client that reads too slowly is disconnected.',
    metadata: controlOperation('too_many_streams'),
    query: eventsQuerySchema,
    responses: {
      200: c.otherResponse({
        contentType: 'text/event-stream',
        body: z.string().meta({ id: 'MockEvents' }),
      }),
      429: controlErrorSchema,
    },
  },
} as const
