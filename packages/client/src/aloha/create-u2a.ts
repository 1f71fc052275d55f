import { alohaRoutes, type Payment, type U2aRow } from '@aloha-pi/contracts/wire'
import type { AlohaClient, U2aPayment } from './aloha-client.ts'
import { apiPromise, mapData } from '../request/api-promise.ts'
import type { CallOptions } from '../options/call-options.ts'
import { InvalidArgumentError } from '../errors/invalid-argument-error.ts'
import type { OpenCall } from '../retry/open-call.ts'
import type { Prepare, PreparedRequest } from '../request/prepare-request.ts'
import { repeat } from '../retry/repeat.ts'

const { u2a } = alohaRoutes
const advice = 'Repeat the call: this is safe, the proxy executes it once.'

type Envelope = { piResData: Payment; sbResData?: { row: U2aRow } | undefined }

/** The user-to-app actions: the proxy makes each of them safe to repeat. */
export function createU2a(prepare: Prepare, openCall: OpenCall): AlohaClient['u2a'] {
  const run = (call: CallOptions | undefined, request: () => PreparedRequest<Envelope>) =>
    apiPromise(async () => mapData(await repeat(openCall(call), request(), advice), readEnvelope))

  return {
    approve: (piPayId, call) =>
      run(call, () => prepare('u2a.approve', u2a.approve, onePayment(piPayId))),
    complete: (piPayId, piTxId, call) =>
      run(call, () => {
        // The route takes it in the body as well; here it is in the path.
        if (piTxId == null) throw new InvalidArgumentError('piTxId', 'is required')
        const { findMismatch } = onePayment(piPayId)
        return prepare('u2a.complete', u2a.complete, {
          input: { params: { piPayId, piTxId } },
          findMismatch,
        })
      }),
    abort: (piPayId, call) => run(call, () => prepare('u2a.abort', u2a.abort, onePayment(piPayId))),
    details: (piPayId, call) =>
      run(call, () => prepare('u2a.details', u2a.details, onePayment(piPayId))),
  }
}

function readEnvelope({ piResData, sbResData }: Envelope): U2aPayment {
  return { payment: piResData, record: sbResData?.row ?? null }
}

function onePayment(piPayId: string) {
  return {
    input: { params: { piPayId } },
    findMismatch: ({ piResData }: Envelope) =>
      piResData.identifier === piPayId
        ? undefined
        : 'piResData.identifier must be the requested id',
  }
}
