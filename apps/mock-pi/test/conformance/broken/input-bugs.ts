import {
  respondWith,
  jsonOf,
  type Plant,
  type PlantResponse,
} from '../../../../../packages/conformance/test/broken/plant.ts'
import { isRead } from './platform-requests.ts'

const html500: PlantResponse = {
  status: 500,
  headers: { 'content-type': 'text/html; charset=UTF-8' },
  text: "<title>We're sorry, but something went wrong (500)</title>",
}

/** Credentials and inputs that must not be taken. */
export const inputBugs: readonly Plant[] = [
  {
    name: 'only the first characters of a key are compared',
    kind: 'response',
    foundBy: 'payments.get/authorization',
    create:
      ({ apiKey }) =>
      async (request, forward) =>
        forward(
          request.authorization.includes(apiKey.slice(0, 20))
            ? { authorization: `Key ${apiKey}` }
            : {},
        ),
  },
  {
    name: 'a key in the query is taken',
    kind: 'response',
    foundBy: 'payments.incomplete/authorization',
    create:
      ({ apiKey }) =>
      async (request, forward) => {
        const [path = '', query = ''] = request.path.split('?')
        return forward(query.includes(apiKey) ? { path, authorization: `Key ${apiKey}` } : {})
      },
  },
  {
    name: 'a form is not taken',
    kind: 'response',
    foundBy: 'payments.complete/as-a-form',
    create: () => async (request, forward) =>
      request.headers['content-type']?.includes('form') === true
        ? respondWith(415, { error: 'unsupported_media_type' })
        : forward(),
  },
  {
    name: 'an approval needs no key',
    kind: 'response',
    foundBy: 'payments.approve/authorization',
    create:
      ({ apiKey }) =>
      async ({ path, authorization }, forward) =>
        forward(
          authorization === '' && path.endsWith('/approve')
            ? { authorization: `Key ${apiKey}` }
            : {},
        ),
  },
  {
    name: 'the scheme must be written with a capital',
    kind: 'response',
    foundBy: 'payments.get/scheme-in-lower-case',
    create:
      () =>
      async ({ authorization }, forward) =>
        forward(authorization.startsWith('key ') ? { authorization: '' } : {}),
  },
  {
    name: 'a bad token gets a JSON body',
    kind: 'response',
    foundBy: 'me.get/authorization',
    create:
      () =>
      async ({ path }, forward) => {
        const came = await forward()
        return path === '/v2/me' && came.status === 401
          ? respondWith(401, { error: 'invalid_token' })
          : came
      },
  },
  {
    name: 'a refusal repeats the key',
    kind: 'response',
    foundBy: 'payments.get/authorization',
    create:
      () =>
      async ({ authorization }, forward) => {
        const came = await forward()
        return came.status === 401 && came.text !== ''
          ? respondWith(
              401,
              { ...jsonOf(came), error_message: `${authorization} is not valid` },
              came,
            )
          : came
      },
  },
  {
    name: 'an id with an encoded path in it leads to that path',
    kind: 'response',
    foundBy: 'payments.get/bad-paymentId',
    create:
      () =>
      async ({ path }, forward) =>
        forward({ path: path.replaceAll(/%2f/gi, '/').replaceAll(/%2e/gi, '.') }),
  },
  {
    name: 'a body that is not JSON is a server error',
    kind: 'response',
    foundBy: 'payments.complete/no-json',
    create: () => async (_, forward) => {
      const came = await forward()
      return came.text.includes('not valid JSON') ? html500 : came
    },
  },
  {
    name: 'an amount with eight decimals is taken',
    kind: 'response',
    foundBy: 'sdk.createUserPayment/bad-amount',
    create: () => async (request, forward) => {
      if (!request.path.endsWith('/user_to_app') || !request.body.includes('1.00000001')) {
        return forward()
      }
      return forward({ body: request.body.replace('1.00000001', '1') })
    },
  },
  {
    name: 'empty metadata are taken',
    kind: 'response',
    foundBy: 'sdk.createUserPayment/bad-metadata',
    create: () => async (request, forward) =>
      forward({ body: request.body.replace('"metadata":{}', '"metadata":{"none":1}') }),
  },
  {
    name: '257 notifications are taken',
    kind: 'response',
    foundBy: 'notifications.notify/257',
    create: () => async (_, forward) => {
      const came = await forward()
      return came.text.includes('Maximum 256')
        ? respondWith(201, { success: true, delivered_notifications: [] }, came)
        : came
    },
  },
  {
    name: 'a payment is found by its transaction',
    kind: 'response',
    foundBy: 'payments.get/a-txid-is-no-id',
    create: () => {
      const paths = new Map<string, string>()
      return async (request, forward) => {
        const came = await forward({ path: paths.get(request.path) ?? request.path })
        if (request.path.endsWith('/approve')) {
          paths.set('latest', request.path.replace('/approve', ''))
        }
        const isTxid = isRead(request) && /[0-9a-f]{64}$/.test(request.path)
        return isTxid && came.status === 404 ? forward({ path: paths.get('latest') ?? '' }) : came
      }
    },
  },
  {
    name: 'a browser of another origin may not read /me',
    kind: 'response',
    foundBy: 'me.get/cors',
    create: () => async (_, forward) => {
      const came = await forward()
      delete came.headers['access-control-allow-origin']
      return came
    },
  },
]
