import { fillMessage } from '@aloha-pi/contracts'
import { chainProblems, type ChainProblemCode } from '@aloha-pi/contracts/chain'
import { wrongKeyBody, type FaultEffect } from '@aloha-pi/contracts/control'
import {
  notificationErrors,
  platformErrors,
  type NotificationErrorCode,
  type PlatformErrorCode,
  type PlatformErrorRow,
  type PlatformOperation,
} from '@aloha-pi/contracts/platform'
import type { AppRoute } from '@ts-rest/core'
import type { Request, Response } from 'express'
import type { FaultFacts } from '../../faults/fault.ts'
import { routeOf } from '../../http/exchange-notes.ts'
import { chainProblem } from '../../horizon/chain-refusal.ts'
import { BASE_FEE } from '../../ledger/network-parameters.ts'
import { decodeEnvelope } from '../../ledger/decode-envelope.ts'
import { resultToXdr } from '../../ledger/result-xdr.ts'
import { loadStellar } from '../../ledger/stellar.ts'
import { paymentToWire, type PaymentStyleOf } from '../../platform/payment-wire.ts'
import { platformRefusal } from '../../platform/platform-refusal.ts'
import { refuseCredential } from '../../platform/refuse-credential.ts'
import type { World } from '../../world/world.ts'

type ErrorEffect = Extract<FaultEffect, { type: 'error' }>

/** A response that a fault sends in the place of the usual one. */
export type FaultResponse = {
  status: number
  headers: Record<string, string>
  /** Text as it is sent, or what is sent as JSON. */
  body: string | object
}

export type ErrorPorts = { world: World; style: PaymentStyleOf }

const PROBLEM_TYPE = { 'content-type': 'application/problem+json; charset=utf-8' }

/** The error as its API sends it; undefined where the request cannot get it: it has no readable transaction. */
export async function errorResponse(
  ports: ErrorPorts,
  effect: ErrorEffect,
  { facts, req, res }: { facts: FaultFacts; req: Request; res: Response },
): Promise<FaultResponse | undefined> {
  if (facts.operation.startsWith('chain.'))
    return chainResponse(ports.world, effect, { facts, req })
  const { status, body } = platformError(ports, effect, { facts, req, res })
  return body === undefined ? { status, headers: {}, body: '' } : { status, headers: {}, body }
}

function platformError(
  { world, style }: ErrorPorts,
  { code, message, verification_error }: ErrorEffect,
  { facts, req, res }: { facts: FaultFacts; req: Request; res: Response },
): { status: number; body: object | undefined } {
  if (code === 'wrong_key') return { status: 401, body: wrongKeyBody }
  const values = valuesFor(facts, req)
  if (facts.operation.startsWith('platform.notifications.') && isNotificationCode(code)) {
    const row = notificationErrors[code]
    return { status: row.status, body: { error: message ?? fillMessage(row.message, values) } }
  }
  // The schema of the rule let only codes of this table through.
  const known = code as PlatformErrorCode
  if (known === 'invalid_authorization' && message == null) {
    // Every route of the Platform API has this metadata.
    const route = routeOf(req) as AppRoute & { metadata: PlatformOperation }
    const { status, body } = refuseCredential(route, {})
    return { status, body: body === undefined ? body : Object(body) }
  }
  const row: PlatformErrorRow = platformErrors[known]
  const payment = world.payments.find(facts.paymentId ?? '')
  const reason = verification_error ?? 'tx_memo_payment_identifier_mismatch'
  return platformRefusal(known, 'fault/error', {
    values,
    message,
    extra: {
      ...(row.extra?.includes('payment') &&
        payment != null && { payment: paymentToWire(payment, style(res)) }),
      ...(row.extra?.includes('verification_error') && { verification_error: reason }),
    },
  })
}

async function chainResponse(
  world: World,
  { code, message, transaction_code = 'tx_bad_seq' }: ErrorEffect,
  { facts, req }: { facts: FaultFacts; req: Request },
): Promise<FaultResponse | undefined> {
  // As above, of the table of the chain.
  const known = code as ChainProblemCode
  if (facts.operation === 'chain.submit' && known === 'timeout') return timeoutResponse(world, req)
  if (facts.operation === 'chain.submit' && known === 'transaction_failed') {
    const sent = await readTransaction(world, req)
    if (sent == null) return undefined
    const { tx, envelope } = sent
    const work = { operations: envelope.operations, outcomes: [] }
    const { resultXdr } = resultToXdr({ code: transaction_code }, BASE_FEE, work)
    const result_codes = { transaction: transaction_code }
    const extras = { envelope_xdr: tx, result_codes, result_xdr: resultXdr }
    return problemResponse(
      chainProblem(known, { extras, ...(message != null && { detail: message }) }),
    )
  }
  const detail =
    message ??
    (known === 'rate_limit_exceeded'
      ? TOO_MANY
      : fillMessage(chainProblems[known].detail, valuesFor(facts, req)))
  return problemResponse(chainProblem(known, { detail }))
}

/** Horizon's 504 of a submission, which says nothing of what became of it. */
export async function timeoutResponse(
  world: World,
  req: Request,
): Promise<FaultResponse | undefined> {
  const sent = await readTransaction(world, req)
  if (sent == null) return undefined
  const extras = { hash: sent.envelope.hash, envelope_xdr: sent.tx }
  return problemResponse(chainProblem('timeout', { extras }))
}

const TOO_MANY = 'Too many requests: wait as long as the header Retry-After says.'

/** 429 in the shape of the API. Of the Platform API none is known, so it has no code. */
export function rateLimitResponse(
  { operation }: FaultFacts,
  { retry_after_s = 1, retry_after_as }: Extract<FaultEffect, { type: 'rate-limit' }>,
  realNow: number,
): FaultResponse {
  const headers = {
    'retry-after':
      retry_after_as === 'date'
        ? new Date(realNow + retry_after_s * 1000).toUTCString()
        : String(retry_after_s),
  }
  const response: FaultResponse = operation.startsWith('chain.')
    ? problemResponse(chainProblem('rate_limit_exceeded', { detail: TOO_MANY }))
    : { status: 429, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: TOO_MANY }
  return { ...response, headers: { ...response.headers, ...headers } }
}

function problemResponse({ status, body }: { status: number; body: object }): FaultResponse {
  return { status, headers: PROBLEM_TYPE, body }
}

async function readTransaction({ ledger }: World, req: Request) {
  const tx: unknown = Object(req.body).tx
  if (typeof tx !== 'string') return undefined
  const envelope = decodeEnvelope(await loadStellar(), tx, ledger.network)
  return envelope == null ? undefined : { tx, envelope }
}

function isNotificationCode(code: string): code is NotificationErrorCode {
  return Object.hasOwn(notificationErrors, code)
}

/** For the names in the messages of the tables. */
function valuesFor({ operation, paymentId }: FaultFacts, req: Request): Record<string, string> {
  const uid: unknown = Object(Object(req.body).payment).uid
  return {
    action: operation.split('.').at(-1) ?? '',
    allow: req.method,
    field: 'The request',
    host: req.headers.host ?? '',
    id: paymentId ?? String(Object.values(req.params)[0] ?? ''),
    limit: '1048576',
    max: '200',
    method: req.method,
    offered: 'application/json',
    owner: 'user',
    path: req.path,
    reason: 'A fault of the mock ordered this error.',
    rule: 'is refused by a fault of the mock',
    scope: 'wallet_address',
    uid: typeof uid === 'string' ? uid : '',
    uids: typeof uid === 'string' ? uid : '',
  }
}
