import type { Preset } from './preset.ts'
import { docsIssues, issue } from './public-issues.ts'

const SIGN_IN =
  'Let the user sign in again: Pi.authenticate(["username","payments","wallet_address"]). On the mock: POST /_mock/sign-in {"username":"{username}","app_id":"{app_id}"}.'

/** Keys, uids and scopes that are not the ones that Pi wants. */
export const accessPresets = {
  'missing-scope': {
    summary: 'The user did not allow the scope wallet_address, so no payout to them can begin.',
    sees: 'The user gets no payout. Your server gets 401 "missing_scope" on create, although its key is right.',
    way_out: [
      'Do not change the key: the 401 is about the user.',
      SIGN_IN,
      'Then create the payout again, with the uid that the sign-in returned.',
    ],
    gets_out: {
      by: [],
      how: 'Only the user can allow the scope. The client throws PiApiError "missing_scope" without a retry; the proxy reports the payout as failed with that code, and nothing is paid.',
    },
    pi: {
      known: 'Status 401, code and text are captured.',
      level: 'captured',
      source:
        'pi-apps/pi-nodejs issues 7 and 24, pi-apps/pi-python issues 5 and 16, pi-apps/pi-php issue 18',
    },
    issues: [
      issue('pi-apps/pi-nodejs', 24),
      issue('pi-apps/pi-nodejs', 7),
      issue('pi-apps/pi-python', 16),
      issue('pi-apps/pi-python', 5),
      issue('pi-apps/pi-php', 18),
    ],
    make(steps) {
      const uid = steps.signInAgain(['username', 'payments'])
      const made = `${steps.user.username} signed in to the app again, without wallet_address. The uid is now ${uid}.`
      return { made, uid }
    },
  },
  'wrong-app-uid': {
    summary: 'Your server has the uid that the user has in another app.',
    sees: 'The user gets no payout. Your server gets 404 "user_not_found" on create for a uid that looks right.',
    way_out: [
      'Compare app_id of GET /v2/me with your app: a token of another app is valid there too.',
      SIGN_IN,
      'Use the uid that this sign-in returns: each app has its own.',
    ],
    gets_out: {
      by: [],
      how: 'No call turns the uid of another app into yours. The client throws PiApiError "user_not_found" without a retry; the proxy reports the payout as failed with that code.',
    },
    pi: {
      known: 'Status, code and text are captured. A uid belongs to one app.',
      level: 'captured',
      source: 'pi-apps/pi-sdk-integration-guide issues 1 and 2; pi-apps/pi-platform-docs issue 605',
    },
    issues: [
      ...docsIssues(605),
      issue('pi-apps/pi-sdk-integration-guide', 1),
      issue('pi-apps/pi-sdk-integration-guide', 2),
    ],
    make(steps) {
      const { app, uid } = steps.otherApp()
      const made = `${uid} is the uid of ${steps.user.username} in ${app.id}. In ${steps.app.id} it is ${steps.uid()}.`
      return { made, uid }
    },
  },
  'stale-uid': {
    summary: 'The user revoked your app and came back, and your server has the old uid.',
    sees: 'The user gets no payout. Your server gets 404 "user_not_found" on create for a uid that worked before.',
    way_out: [
      SIGN_IN,
      'Take the uid of each sign-in as the current one, and find the account of the user by something else, such as the username.',
    ],
    gets_out: {
      by: [],
      how: 'No call turns an old uid into the new one. The client throws PiApiError "user_not_found"; the proxy reports the payout as failed with that code.',
    },
    pi: {
      known: 'The uid changes when a user revokes the app and allows it again.',
      level: 'documented',
      source: 'pi-apps/pi-platform-docs, platform_API.md; issue 605',
    },
    issues: docsIssues(605),
    make(steps) {
      const uid = steps.uid()
      const newUid = steps.signInAgain()
      const made = `${uid} was the uid of ${steps.user.username}, who revoked the app and came back as ${newUid}.`
      return { made, uid }
    },
  },
  'other-apps-payment': {
    summary: 'Your server calls Pi about a payment of another app.',
    sees: 'The user waits for an approval that never comes. Your server gets 403 "forbidden", or 404 on a read, although key and payment are valid.',
    way_out: [
      'Compare the app of your API key with the app whose page began the payment: the page and the server must be of the same app.',
      'Approve with the key of that app: GET /_mock/apps lists the keys of the mock.',
    ],
    gets_out: {
      by: [],
      how: 'The key decides which payments exist. The client and the proxy report the refusal at once.',
    },
    pi: {
      known:
        '403 "forbidden" with the payment was captured 18 times in 2024; reports of 2026 say 404. The mock sends 403 here, and 404 with foreign_payment "not-found".',
      level: 'captured',
      source: 'pi-apps/SilkRoad, server.log (wire log of a PHP program, June 2024)',
    },
    issues: [],
    make(steps) {
      const { app, uid } = steps.otherApp()
      const payment = steps.beginUserPayment(app)
      const settings = steps.set({ foreign_payment: 'forbidden' })
      const made = `Payment ${payment.id} belongs to ${app.id}, and your key to ${steps.app.id}.`
      return { made, payment, uid, settings }
    },
  },
  'wrong-key': {
    summary: 'A new API key was made in the portal, and your server still has the old one.',
    sees: 'The user waits. Every call of your server gets 401 "Invalid/missing API key".',
    way_out: [
      'Put the present key into the settings of your server.',
      'On the mock no key changes: POST /_mock/faults/{fault_id}/remove ends it.',
    ],
    gets_out: {
      by: [],
      how: 'No program can know the new key. The client throws PiApiError with status 401 and does not repeat; the proxy reports "upstream_auth".',
    },
    pi: {
      known: 'The body is captured; the status is from reports.',
      level: 'captured',
      source: 'pi-apps/SilkRoad, server.log (June 2024); pi-apps/pi-platform-docs issue 605',
    },
    issues: docsIssues(605),
    make(steps) {
      const payment = steps.beginUserPayment()
      const fault = steps.addFault({
        match: { operation: 'platform.payments.*', app: steps.app.id },
        effect: { type: 'error', code: 'wrong_key' },
      })
      const made = `Payment ${payment.id} waits for its approval, and the key is refused.`
      return { made, payment, faults: [fault] }
    },
  },
} as const satisfies Record<string, Preset>
