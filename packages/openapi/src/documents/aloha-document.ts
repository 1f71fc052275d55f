import { fillMessage } from '@aloha-pi/contracts'
import {
  alohaContract,
  alohaErrors,
  commonAlohaErrors,
  type AlohaErrorBody,
  type AlohaErrorCode,
  type AlohaOperation,
} from '@aloha-pi/contracts/aloha'
import { errorEvidence, operationEvidence } from '@aloha-pi/contracts/evidence'
import type { OpenAPIObject } from 'openapi3-ts/oas31'
import { buildDocument } from '../build/build-document.ts'
import type { DocumentedError, DocumentSource } from '../build/document-source.ts'
import { evidenceOf } from './evidence-of.ts'
import { alohaExamples } from '../examples/aloha-examples.ts'
import { paymentId, requestId, uid } from '../examples/identifiers.ts'
import { infoOf } from './info.ts'
import { alohaService, localProxy, type DocumentOptions } from './servers.ts'

export const alohaSource: DocumentSource = {
  info: infoOf(
    'aloha-pi API',
    '1',
    "A proxy in front of Pi: it keeps the app's Pi key in one place and makes calls safe to repeat. Its responses have Pi's own response in `piResData` and the proxy's record in `sbResData`.",
    "A 401 or 403 always concerns the caller's own key. 502 and 504 mean that Pi sent no usable response, so the outcome may be unknown. Repeating the request is safe.",
  ),
  servers: [localProxy, alohaService],
  tags: [
    { name: 'u2a', description: 'Payments from a user to the app.' },
    { name: 'a2u', description: 'Payments from the app to a user.' },
  ],
  contract: alohaContract,
  examples: alohaExamples,
  notes({ name, route }) {
    // Contract metadata is untyped in ts-rest's routes; every aloha route has this one.
    const metadata = route.metadata as AlohaOperation
    return {
      tag: metadata.direction,
      credential: metadata.credential,
      scope: metadata.scope,
      takesForms: metadata.takesForms === true,
      evidence: evidenceOf(operationEvidence.aloha, name),
      errors: [...metadata.errors, ...commonAlohaErrors].map((code) => alohaError(code, metadata)),
    }
  },
}

/** OpenAPI 3.1 document of the aloha-pi API. */
export function alohaDocument(options: DocumentOptions = {}): OpenAPIObject {
  return buildDocument({ ...alohaSource, ...options })
}

const badPaymentId = { field: 'piPayId', rule: 'must be 1 to 64 letters, digits, "-" or "_"' }
const badInputs: Partial<Record<AlohaOperation['action'], typeof badPaymentId>> = {
  complete: { field: 'txid', rule: 'must be 64 lowercase hexadecimal digits' },
  create: { field: 'payment.amount', rule: 'must be more than 0' },
  incomplete: { field: 'path', rule: 'is not a valid URL' },
}
const ownReasons: Partial<Record<AlohaErrorCode, string>> = {
  malformed_body: 'it ended early',
  unsupported_media_type: 'its content type is "text/plain"',
  verification_failed: 'tx_memo_payment_identifier_mismatch',
  upstream_error: 'it is not in the format of the Platform API',
}

function alohaError(code: AlohaErrorCode, operation: AlohaOperation): DocumentedError {
  const { status, message } = alohaErrors[code]
  const { action, direction, scope } = operation
  const other = direction === 'u2a' ? 'a2u' : 'u2a'
  const body: AlohaErrorBody = {
    success: false,
    action,
    direction,
    error: fillMessage(message, {
      ...(badInputs[action] ?? badPaymentId),
      code: code === 'payout_failed' ? 'op_no_destination' : 'too_many_payments',
      direction: other,
      hosts: 'localhost, 127.0.0.1, [::1]',
      id: paymentId,
      limit: code === 'payout_limit' ? '1000 Pi in 24 hours' : '16384',
      path: `/v1/transaction/${other}/details/${paymentId}`,
      reason: ownReasons[code] ?? 'Too many payments.',
      route: `${direction}/${action}`,
      scope,
      seconds: '30',
      uid,
    }),
    code,
    request_id: requestId,
  }
  const evidence = errorEvidence.aloha[code]
  return { code, status, message, evidence, example: body }
}
