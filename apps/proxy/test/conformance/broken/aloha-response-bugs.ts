import {
  respondWith,
  jsonOf,
  type Plant,
} from '../../../../../packages/conformance/test/broken/plant.ts'

/** Bugs that one response shows. */
export const alohaResponseBugs: readonly Plant[] = [
  {
    name: 'details need a key',
    kind: 'response',
    foundBy: 'u2a.details/without-a-key',
    create:
      () =>
      async ({ authorization }, forward) =>
        forward(authorization === '' ? { authorization: 'Bearer none' } : {}),
  },
  {
    name: 'details are shown whatever key is sent',
    kind: 'response',
    foundBy: 'u2a.details/authorization',
    create:
      () =>
      async ({ path, authorization }, forward) => {
        const isDetails = path.includes('/details/')
        return isDetails && authorization !== ''
          ? forward().then((came) => (came.status === 401 ? { ...came, status: 404 } : came))
          : forward()
      },
  },
  {
    name: 'the refusal of a key does not name the scheme',
    kind: 'response',
    foundBy: 'u2a.approve/authorization',
    create: () => async (_, forward) => {
      const came = await forward()
      delete came.headers['www-authenticate']
      return came
    },
  },
  {
    name: 'a refusal shows when a key is nearly right',
    kind: 'response',
    foundBy: 'u2a.approve/authorization',
    create:
      ({ apiKey }) =>
      async ({ authorization }, forward) => {
        const came = await forward()
        return came.status === 401 && authorization.includes(apiKey.slice(0, 30))
          ? respondWith(401, { ...jsonOf(came), error: 'The checksum of this key is wrong' }, came)
          : came
      },
  },
  {
    name: 'unknown fields are ignored',
    kind: 'response',
    foundBy: 'u2a.approve/bad-body',
    create:
      () =>
      async ({ path }, forward) =>
        forward(path.includes('/approve/') ? { body: '' } : {}),
  },
  {
    name: 'an unknown payment is a fault upstream',
    kind: 'response',
    foundBy: 'u2a.details/unknown',
    create: () => async (_, forward) => {
      const came = await forward()
      return came.text.includes('"payment_not_found"')
        ? respondWith(502, { ...jsonOf(came), code: 'upstream_error' }, came)
        : came
    },
  },
  {
    name: 'a payment of the other direction is unknown',
    kind: 'response',
    foundBy: 'a2u.details/of-a-user-to-app-payment',
    create: () => async (_, forward) => {
      const came = await forward()
      return { ...came, text: came.text.replace('"wrong_direction"', '"payment_not_found"') }
    },
  },
  {
    name: 'the direction of a response is the other one',
    kind: 'response',
    foundBy: 'u2a.details/known',
    create: () => async (_, forward) => {
      const came = await forward()
      return { ...came, text: came.text.replace('"direction":"u2a"', '"direction":"a2u"') }
    },
  },
  {
    name: 'the body names another request than the header',
    kind: 'response',
    foundBy: 'routes/request-id',
    create: () => async (_, forward) => {
      const came = await forward()
      return { ...came, text: came.text.replace(/"request_id":"[^"]+"/, '"request_id":"req-1"') }
    },
  },
  {
    name: 'pages of any origin may call',
    kind: 'response',
    foundBy: 'routes/no-browsers',
    create: () => async (_, forward) => {
      const came = await forward()
      return { ...came, headers: { ...came.headers, 'access-control-allow-origin': '*' } }
    },
  },
  {
    name: 'a wrong method is a path that is not there',
    kind: 'response',
    foundBy: 'routes/other-methods',
    create: () => async (_, forward) => {
      const came = await forward()
      return came.status === 405
        ? respondWith(404, { ...jsonOf(came), code: 'route_not_found' }, came)
        : came
    },
  },
  {
    name: 'an error has no code',
    kind: 'response',
    foundBy: 'u2a.details/unknown',
    create: () => async (_, forward) => {
      const came = await forward()
      const json = jsonOf(came)
      if (json?.code == null) return came
      delete json.code
      return respondWith(came.status, json, came)
    },
  },
]
