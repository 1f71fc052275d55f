import type { IncomingHttpHeaders } from 'node:http'
import {
  platformContract,
  WRONG_KEY_ERROR,
  type PlatformOperation,
} from '@aloha-pi/contracts/platform'
import { ContractNoBody, type AppRoute } from '@ts-rest/core'
import type { Refusal } from '../http/send-refusal.ts'
import { readAuthorization } from './authorization-header.ts'
import { platformRefusal } from './platform-refusal.ts'

/** Headers that people invent instead of Authorization. */
const INVENTED_HEADERS = ['x-api-key', 'pi-api-key']
/** Pi's words of 2021 for a key without its scheme. */
const NO_SCHEME = 'This endpoint requires either a Server API Key or Access Token authorization.'

const INCOMPLETE =
  'It belongs to the browser SDK. Servers read their open app-to-user payments with their API key at GET /v2/payments/incomplete_server_payments.'

type Route = Pick<AppRoute, 'responses' | 'path'> & { metadata: PlatformOperation }

/** Why a request may not pass. A bad token gets an empty body where the contract says so. */
export function refuseCredential(route: Route, headers: IncomingHttpHeaders): Refusal {
  if (route.responses[401] === ContractNoBody) {
    return { rule: 'auth/invalid_token', status: 401, body: undefined }
  }
  if (isIncompleteWithKey(route, headers)) {
    return platformRefusal('invalid_authorization', 'invented/incomplete_with_key', {
      message: `This endpoint requires an Access Token authorization. ${INCOMPLETE}`,
    })
  }
  if (route.metadata.credential === 'access-token') {
    return platformRefusal('invalid_authorization', 'auth/invalid_token', {
      message: 'This endpoint requires an Access Token authorization.',
    })
  }
  return refuseKey(headers)
}

function isIncompleteWithKey({ path }: Route, { authorization }: IncomingHttpHeaders): boolean {
  const isKey = readAuthorization(authorization).scheme === 'key'
  return isKey && path === platformContract.sdk.incompletePayment.path
}

function refuseKey(headers: IncomingHttpHeaders): Refusal {
  const { scheme, secret } = readAuthorization(headers.authorization)
  const invented = INVENTED_HEADERS.find((name) => headers[name] != null)
  if (scheme === '' && invented != null) {
    const key = platformRefusal('invalid_authorization', 'auth/invented_header')
    key.body.error_message += ` Pi ignores ${invented}: send "Authorization: Key <key>".`
    return key
  }
  if (secret === '' && scheme !== '' && scheme !== 'key' && scheme !== 'bearer') {
    return platformRefusal('invalid_authorization', 'auth/no_scheme', { message: NO_SCHEME })
  }
  if (scheme === 'key' && /^\S+$/.test(secret)) {
    return { rule: 'auth/wrong_key', status: 401, body: { error: WRONG_KEY_ERROR } }
  }
  return platformRefusal('invalid_authorization', 'auth/no_key')
}
