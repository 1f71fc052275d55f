import type { ConformanceCase } from '../../model/case.ts'
import { ref, text } from '../../model/template.ts'
import { haveOtherApp } from './have-other-app.ts'
import { PLAYED, platformCase } from './platform-case.ts'

const responses = ['granted', 'revoked', 'failed', 'pending'] as const
const status = { call: 'ads.status', params: { adId: ref('adId') } }

const statusCases = responses.map((response) =>
  platformCase({
    id: `ads.status/${response}`,
    title: `The status of an ad whose reward is ${response} is as documented`,
    needs: PLAYED,
    steps: [
      {
        control: 'POST /ads',
        body: {
          app_id: ref('appId'),
          mediator_ack_status: response === 'pending' ? null : response,
        },
        save: { adId: 'identifier' },
      },
      {
        ...status,
        expect: { fixture: `platform-ads-status-${response}`, body: { identifier: ref('adId') } },
      },
    ],
  }),
)

/** Rewarded ads. */
export const adCases: readonly ConformanceCase[] = [
  ...statusCases,
  platformCase({
    id: 'ads.status/unknown',
    title: 'An unknown ad is 404',
    needs: [],
    steps: [{ ...status, params: { adId: 'conformance-unknown' }, expect: { status: 404 } }],
  }),
  platformCase({
    id: 'ads.status/of-another-app',
    title: 'The ad of another app is not shown',
    needs: PLAYED,
    steps: [
      haveOtherApp,
      {
        control: 'POST /ads',
        body: { app_id: ref('otherAppId'), mediator_ack_status: 'granted' },
        save: { adId: 'identifier' },
      },
      { ...status, expect: { status: [403, 404] } },
      {
        ...status,
        authorization: [text`Key ${'otherKey'}`],
        expect: { status: 200, body: { identifier: ref('adId') } },
      },
    ],
  }),
]
