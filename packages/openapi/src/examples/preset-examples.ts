import type { OperationExamples } from '../build/document-source.ts'
import { appId, uid } from './identifiers.ts'
import { approvedPayment } from './payments.ts'

const paymentId = approvedPayment.identifier
const trouble = {
  name: 'approved-no-tx',
  sees: 'The user sees nothing more of it. Your order waits: complete gets 400 "not_verified".',
  gets_out: { by: ['client' as const], how: 'pi.payments.cancel(id) of the client.' },
}

export const presetExamples = {
  presets: {
    responses: {
      200: {
        presets: [
          {
            ...trouble,
            family: 'user-payments',
            summary: 'A payment is approved, and the user never paid it.',
            way_out: ['Cancel it: POST /v2/payments/{payment_id}/cancel.'],
            pi: {
              known: 'Such a payment was published, and Pi labelled the report a bug.',
              level: 'captured',
              source: 'pi-apps/pi-platform-docs issues 40 and 154',
            },
            issues: ['https://github.com/pi-apps/pi-platform-docs/issues/40'],
          },
        ],
      },
    },
  },
  applyPreset: {
    request: { username: 'alice', amount: 3.14 },
    responses: {
      201: {
        ...trouble,
        app_id: appId,
        username: 'alice',
        uid,
        payment_id: paymentId,
        payment_ids: [paymentId],
        txids: [],
        faults: [],
        settings: { u2a_pending: 'replace-unpaid' },
        made: `Payment ${paymentId} is approved and unpaid.`,
        way_out: [`Cancel it: POST /v2/payments/${paymentId}/cancel.`],
      },
    },
  },
} satisfies Record<string, OperationExamples>
