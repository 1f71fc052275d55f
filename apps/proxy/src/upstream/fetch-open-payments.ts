import {
  type incompleteServerPaymentsSchema,
  paymentSchema,
  platformContract,
} from '@aloha-pi/contracts/platform'
import * as z from 'zod'
import type { OpenPayments, PiRefusal, PiResult, Unknown } from '../payouts/model/ports.ts'
import { collectPayments } from './collect-payments.ts'
import { parseJson } from './parse-json.ts'
import { refusalForPayouts, unknown } from './pi-result.ts'
import { readList } from './read-list.ts'
import { readUpTo } from '../http/read-up-to.ts'

export type FetchOpenPaymentsOptions = {
  fetch: typeof globalThis.fetch
  /** Origin of the Platform API. */
  apiUrl: string
  apiKey: string
  timeoutMs: number
}

const { path, responses } = platformContract.payments.incomplete
const KEY = 'incomplete_server_payments' satisfies keyof typeof incompleteServerPaymentsSchema.shape
/** Bytes of the list: more than 10,000 payments. Nothing else of Pi's may be that large. */
const MAX_LIST_BYTES = 16_777_216
const MAX_ERROR_BYTES = 262_144

/**
 * Pi's list of open payments, in one request. It is checked entry by entry; one that cannot be read is counted. A list
 * that is not whole is `unknown`.
 */
export async function fetchOpenPayments(
  options: FetchOpenPaymentsOptions,
): Promise<PiResult<OpenPayments>> {
  const { fetch, apiUrl, apiKey, timeoutMs } = options
  const headers = { accept: 'application/json', authorization: `Key ${apiKey}` }
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(new URL(path, apiUrl).href, {
      headers,
      signal,
      redirect: 'manual',
    })
    const { status, body } = response
    if (status >= 400) return await readRefusal(response, apiKey)
    if (status < 300 && Object.hasOwn(responses, status) && body != null)
      return await readPayments(body)
    await body?.cancel()
    return unknown('unusable')
  } catch (error) {
    if (signal.aborted) return unknown('timeout')
    // undici reports every network failure as a TypeError.
    if (error instanceof TypeError) return unknown('unreachable')
    throw error
  }
}

async function readPayments(body: ReadableStream<Uint8Array>): Promise<PiResult<OpenPayments>> {
  const { add, collected } = collectPayments()
  const isWhole = await readList(body, { key: KEY, maxBytes: MAX_LIST_BYTES }, add)
  return isWhole ? { kind: 'ok', value: collected() } : unknown('unusable')
}

/** What does not fit must not hide the code. */
const errorSchema = z.object({
  error: z.string().regex(/^\w{1,64}$/),
  payment: paymentSchema.optional().catch(undefined),
  verification_error: z.string().optional().catch(undefined),
})

async function readRefusal(
  { status, body }: Response,
  apiKey: string,
): Promise<PiRefusal | Unknown> {
  const text = body == null ? '' : await readUpTo(body, MAX_ERROR_BYTES)
  if (text == null) return unknown('unusable')
  // A response that repeats the key must not carry it into a log.
  const error = errorSchema.safeParse(parseJson(text.replaceAll(apiKey, '')))
  const { error: code, payment, verification_error: verificationError } = error.data ?? {}
  return refusalForPayouts({ status, code, payment, verificationError })
}
