import { absent, countOf, oneOf, pattern } from '../../model/match.ts'
import type { CallStep, ConformanceCase } from '../../model/case.ts'
import { haveUser, usernameOf } from '../have-user.ts'
import { ref, text } from '../../model/template.ts'
import { haveOtherApp } from './have-other-app.ts'
import { PLAYED, platformCase } from './platform-case.ts'

const ORIGIN = 'https://app.example'
const me = (name = 'alice'): Omit<CallStep, 'expect'> => ({
  call: 'me.get',
  authorization: [text`Bearer ${`${name}Token`}`],
})
const badToken = { fixture: 'platform-me-get-bad-token' }

/** The user of an access token. */
export const meCases: readonly ConformanceCase[] = [
  platformCase({
    id: 'me.get/reads',
    title: 'A valid token returns its user, the same each time',
    needs: ['access-token'],
    steps: [
      { call: 'me.get', expect: { status: 200, sameAs: 'first' } },
      { call: 'me.get', expect: { status: 200, sameAs: 'first' } },
    ],
  }),
  platformCase({
    id: 'me.get/fields',
    title: 'The user has every field that was captured from Pi, for the app of the token',
    needs: PLAYED,
    steps: [
      ...haveUser('alice', { scopes: ['username', 'payments'] }),
      {
        ...me(),
        expect: {
          status: 200,
          fieldsOf: ['platform-me-get'],
          body: {
            uid: ref('aliceUid'),
            app_id: ref('appId'),
            username: usernameOf('alice'),
            credentials: {
              scopes: countOf(1, 'payments'),
              valid_until: { iso8601: pattern('^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$') },
            },
          },
        },
      },
    ],
  }),
  platformCase({
    id: 'me.get/unasked-scope',
    title: 'The scope platform is always granted',
    needs: PLAYED,
    steps: [
      ...haveUser('alice', { scopes: ['payments'] }),
      {
        ...me(),
        expect: { status: 200, body: { credentials: { scopes: countOf(1, 'platform') } } },
      },
    ],
  }),
  platformCase({
    id: 'me.get/without-the-scope-username',
    title: 'Without the scope username there is no username',
    needs: PLAYED,
    steps: [
      ...haveUser('alice', { scopes: ['payments'] }),
      { ...me(), expect: { status: 200, body: { uid: ref('aliceUid'), username: absent } } },
    ],
  }),
  platformCase({
    id: 'me.get/two-users',
    title: 'Two tokens are two users',
    needs: PLAYED,
    steps: [
      ...haveUser('alice'),
      ...haveUser('bob'),
      { ...me('alice'), expect: { status: 200, body: { uid: ref('aliceUid') } } },
      { ...me('bob'), expect: { status: 200, body: { uid: ref('bobUid') } } },
    ],
  }),
  platformCase({
    id: 'me.get/token-of-another-app',
    title: 'A token of another app is valid, and says so in app_id',
    needs: PLAYED,
    steps: [
      haveOtherApp,
      ...haveUser('alice', { appId: ref('otherAppId') }),
      {
        ...me(),
        expect: { status: 200, body: { app_id: ref('otherAppId'), uid: ref('aliceUid') } },
      },
    ],
  }),
  platformCase({
    id: 'me.get/revoked',
    title: 'A token is refused once the user revoked the access of the app',
    needs: PLAYED,
    steps: [
      ...haveUser('alice'),
      { ...me(), expect: { status: 200 } },
      {
        control: text`POST /users/${'aliceName'}/revoke`,
        body: { app_id: ref('appId') },
      },
      { ...me(), expect: badToken },
    ],
  }),
  platformCase({
    id: 'me.get/cors',
    title: 'A page of any origin may read it',
    needs: ['access-token'],
    steps: [
      {
        call: 'me.get',
        headers: { origin: ORIGIN },
        expect: { status: 200, headers: { 'access-control-allow-origin': oneOf('*', ORIGIN) } },
      },
    ],
  }),
  platformCase({
    id: 'me.get/preflight',
    title: 'A preflight request allows the header Authorization',
    needs: [],
    steps: [
      {
        call: 'routes',
        method: 'OPTIONS',
        path: '/v2/me',
        headers: {
          origin: ORIGIN,
          'access-control-request-method': 'GET',
          'access-control-request-headers': 'authorization',
        },
        expect: {
          status: [200, 204],
          headers: {
            'access-control-allow-origin': oneOf('*', ORIGIN),
            'access-control-allow-headers': pattern('[Aa]uthorization'),
          },
        },
      },
    ],
  }),
]
