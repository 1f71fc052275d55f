import {
  respondWith,
  jsonOf,
  type Forward,
  type Json,
  type PlantRequest,
} from '../../../../../packages/conformance/test/broken/plant.ts'

/** Is it this command on a payment? */
export const isCommand = ({ method, path }: PlantRequest, command: string) =>
  method === 'POST' && path.startsWith('/v2/payments/') && path.endsWith(`/${command}`)

export const isRead = ({ method, path }: PlantRequest) =>
  method === 'GET' &&
  /^\/v2\/payments\/[A-Za-z0-9_-]{1,64}$/.test(path) &&
  !path.includes('incomplete')

/** The path of the payment itself. */
export const paymentPath = ({ path }: PlantRequest) => path.split('/').slice(0, 4).join('/')

/** A handler that returns 200 and the payment instead of a refusal, changed as if it had been done. */
export function acceptRefused(command: string, code: string, change: (payment: Json) => void) {
  return () => async (request: PlantRequest, forward: Forward) => {
    const came = await forward()
    if (!isCommand(request, command) || came.status < 400 || jsonOf(came).error !== code)
      return came
    const read = await forward({ method: 'GET', path: paymentPath(request), body: '' })
    const payment = jsonOf(read)
    change(payment)
    return respondWith(200, payment, read)
  }
}
