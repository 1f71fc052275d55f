import {
  respondWith,
  changePayments,
  jsonOf,
  type Plant,
  type PlantResponse,
} from '../../../../../packages/conformance/test/broken/plant.ts'
import { isCommand, isRead } from './platform-requests.ts'

/** Users and apps that see or do what is not theirs. */
export const ownerBugs: readonly Plant[] = [
  {
    name: "another app's payment is visible",
    kind: 'stateful',
    foundBy: 'payments.get/of-another-app',
    create:
      ({ apiKey }) =>
      async (request, forward) => {
        const came = await forward()
        return isRead(request) && came.status === 404
          ? forward({ authorization: `Key ${apiKey}` })
          : came
      },
  },
  {
    name: "another app's payment can be cancelled",
    kind: 'stateful',
    foundBy: 'payments.cancel/of-another-app',
    create:
      ({ apiKey }) =>
      async (request, forward) => {
        const came = await forward()
        return isCommand(request, 'cancel') && came.status === 404
          ? forward({ authorization: `Key ${apiKey}` })
          : came
      },
  },
  {
    name: "another app's payment is refused for its state, so it exists",
    kind: 'stateful',
    foundBy: 'payments.approve/of-another-app',
    create:
      ({ apiKey }) =>
      async (request, forward) => {
        const came = await forward()
        if (!isCommand(request, 'approve') || came.status !== 404) return came
        const path = request.path.replace('/approve', '')
        const read = await forward({
          method: 'GET',
          path,
          body: '',
          authorization: `Key ${apiKey}`,
        })
        return read.status === 200 ? respondWith(400, { error: 'already_approved' }, came) : came
      },
  },
  {
    name: '/me is cached for all users',
    kind: 'stateful',
    foundBy: 'me.get/two-users',
    create: () => {
      let cached: PlantResponse | undefined
      return async (request, forward) => {
        if (request.path !== '/v2/me') return forward()
        const came = await forward()
        if (came.status === 200) cached ??= came
        return came.status === 200 ? (cached ?? came) : came
      }
    },
  },
  {
    name: 'a revoked token is taken for as long as it would have lived',
    kind: 'stateful',
    foundBy: 'me.get/revoked',
    create: () => {
      const cache = new Map<string, PlantResponse>()
      return async (request, forward) => {
        if (request.path !== '/v2/me') return forward()
        const came = await forward()
        if (came.status === 200) cache.set(request.authorization, came)
        return cache.get(request.authorization) ?? came
      }
    },
  },
  {
    name: 'a token of another app is shown as one of this app',
    kind: 'stateful',
    foundBy: 'me.get/token-of-another-app',
    create: () => {
      let appId: string | undefined
      return async (request, forward) => {
        const came = await forward()
        if (request.path !== '/v2/me' || came.status !== 200) return came
        const user = jsonOf(came)
        appId ??= user.app_id
        return respondWith(200, { ...user, app_id: 'demo-app-of-the-operator' }, came)
      }
    },
  },
  {
    name: "the incomplete payment of one user is another's",
    kind: 'stateful',
    foundBy: 'sdk.incompletePayment/paid',
    create: () => {
      let latest: PlantResponse | undefined
      return async (request, forward) => {
        const came = await forward()
        if (request.path !== '/v2/payments/incomplete' || came.status !== 200) return came
        if (jsonOf(came).exists) latest = came
        return latest ?? came
      }
    },
  },
  {
    name: 'user-to-app payments are among the open app-to-user ones',
    kind: 'stateful',
    foundBy: 'payments.incomplete/no-user-to-app-payments',
    create: () => {
      let latest: unknown
      return async (request, forward) => {
        const came = await forward()
        if (isCommand(request, 'approve') && came.status === 200) latest = jsonOf(came)
        const isList = request.path.endsWith('/incomplete_server_payments') && came.status === 200
        if (!isList || latest == null) return came
        return respondWith(200, { incomplete_server_payments: [latest] }, came)
      }
    },
  },
  {
    name: 'users who did not consent are notified',
    kind: 'stateful',
    foundBy: 'notifications.notify/leaves-out-who-did-not-consent',
    create: () => async (request, forward) => {
      const came = await forward()
      if (!request.path.endsWith('/notify') || came.status !== 201) return came
      const { notifications } = JSON.parse(request.body)
      const delivered = notifications.map((each: object, index: number) =>
        Object.assign(each, { id: String(index), seen_at: null, dismissed_at: null }),
      )
      return respondWith(201, { success: true, delivered_notifications: delivered }, came)
    },
  },
  {
    name: 'notifications are not counted',
    kind: 'stateful',
    foundBy: 'notifications.notify/quota',
    create: () => async (_, forward) => {
      const came = await forward()
      return came.text.includes('quota exceeded')
        ? respondWith(201, { success: true, delivered_notifications: [] }, came)
        : came
    },
  },
  {
    name: 'the payment of a user is shown with the uid of the app before',
    kind: 'stateful',
    foundBy: 'payments.get/shows-what-the-user-asked-for',
    create: changePayments((payment) => {
      payment.user_uid = 'a1111111-aaaa-bbbb-2222-ccccccc3333d'
      payment.Pioneer_uid = payment.user_uid
    }),
  },
]
