import { expect, test } from 'vitest'
import { startMock } from '../../test/start-mock.ts'

const AT = '2026-01-01T00:00:00.000Z'

test.each([
  ['granted', AT, null],
  ['revoked', AT, AT],
  ['failed', null, null],
  [null, null, null],
] as const)(
  'an ad for which the mediator returned %s says so',
  async (response, granted, revoked) => {
    const { control, pi } = await startMock()
    const { body: made } = await control('/ads', { mediator_ack_status: response })
    expect(await pi.ads.status(made.identifier)).toEqual({
      identifier: made.identifier,
      mediator_ack_status: response,
      mediator_granted_at: granted,
      mediator_revoked_at: revoked,
    })
  },
)

test('an unknown ad, an impossible id and the ad of another app are equally unknown', async () => {
  const { asApp, control } = await startMock()
  const { body: other } = await control('/apps')
  const ad = { app_id: other.app_id, mediator_ack_status: 'granted' }
  const foreign = (await control('/ads', ad)).body.identifier
  for (const id of ['ad-0', 'a%20b', foreign]) {
    const response = await asApp('GET', `/ads_network/status/${id}`)
    expect(response).toMatchObject({ status: 404, body: { error: 'ad_not_found' } })
    expect(response.headers.get('x-mock-rule')).toBe('ads/not_found')
  }
})
