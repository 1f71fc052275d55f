import { ask, type ObservedResponse, type World } from './mock-world.ts'

/** The response to each request of today: the status and the body. */
export type ObservedResponses = Record<string, ObservedResponse>

/** Asks a mock. */
export async function observeMock(world: World): Promise<ObservedResponses> {
  const { url, key, payment } = world
  const base = `${url}/v2/payments`
  return {
    'payments.incomplete': await ask(`${base}/incomplete_server_payments`, 'GET', key),
    'payments.get': await ask(`${base}/${await world.pay()}`, 'GET', key),
    'payments.create': await ask(base, 'POST', key, { payment }),
  }
}

/** Asks a proxy; the payments are those of the mock behind it. */
export async function observeProxy(
  proxy: { url: string; key: string },
  world: World,
): Promise<ObservedResponses> {
  const base = `${proxy.url}/v1/transaction`
  const bearer = `Bearer ${proxy.key}`
  return {
    'a2u.incomplete': await ask(`${base}/a2u/incomplete`, 'GET', bearer),
    'u2a.approve': await ask(`${base}/u2a/approve/${await world.begin()}`, 'POST', bearer),
    'u2a.details': await ask(`${base}/u2a/details/${await world.pay()}`, 'GET', bearer),
    'a2u.create': await ask(`${base}/a2u/create`, 'POST', bearer, { payment: world.payment }),
  }
}
