import * as z from 'zod'
import { explanationSchema, refusalsSchema, requestIdSchema } from './explanation-schemas.ts'
import { faultIdSchema, faultSchema, faultsSchema, newFaultSchema } from './fault-schemas.ts'
import { controlOperation } from './operation.ts'
import { controlErrorSchema } from './schemas.ts'

const nothing = z.strictObject({}, 'must be {}')

/** Trouble on demand, and what became of a request. */
export const faultOperationRoutes = {
  faults: {
    method: 'GET',
    path: '/faults',
    summary: 'List faults',
    description: 'Rules with their counters, oldest first, and the names that rules take.',
    metadata: controlOperation(),
    responses: { 200: faultsSchema },
  },
  addFault: {
    method: 'POST',
    path: '/faults',
    summary: 'Add a fault',
    description:
      'From now on, requests that match meet the effect. A request meets at most one `latency` and one other effect: the first rule of each that applies. A fault comes after the checks of host, key and token and after the body is read, so refusals of those stay as they are. Streams of events meet only effects that come before a response.',
    metadata: controlOperation(
      'app_not_found',
      'user_not_found',
      'payment_not_found',
      'limit_reached',
    ),
    body: newFaultSchema,
    responses: { 201: faultSchema, 404: controlErrorSchema, 409: controlErrorSchema },
  },
  clearFaults: {
    method: 'POST',
    path: '/faults/clear',
    summary: 'Remove all faults',
    description: 'Also those that payments ordered. Requests that wait because of one are cut off.',
    metadata: controlOperation(),
    body: nothing,
    responses: { 200: faultsSchema },
  },
  removeFault: {
    method: 'POST',
    path: '/faults/:fault_id/remove',
    summary: 'Remove a fault',
    description: 'Returns it with its counters. Requests that wait because of it are cut off.',
    metadata: controlOperation('fault_not_found'),
    pathParams: z.object({ fault_id: faultIdSchema }),
    body: nothing,
    responses: { 200: faultSchema, 404: controlErrorSchema },
  },
  refusals: {
    method: 'GET',
    path: '/explain',
    summary: 'List refused requests',
    description:
      'The newest requests that were refused or met a fault. Those whose response was lost are here too.',
    metadata: controlOperation(),
    responses: { 200: refusalsSchema },
  },
  explain: {
    method: 'GET',
    path: '/explain/:request_id',
    summary: 'Explain a refused request',
    description:
      'What happened, why, what is known of the real Pi, and what to do next. `last` as id: the newest one.',
    metadata: controlOperation('request_not_found'),
    pathParams: z.object({ request_id: requestIdSchema }),
    responses: { 200: explanationSchema, 404: controlErrorSchema },
  },
} as const
