import { expect, test } from 'vitest'
import { exemptFromProxies } from '../../src/redirect/exempt-from-proxies.ts'

const PI =
  'api.minepi.com,api.testnet.minepi.com,api.mainnet.minepi.com,rpc.testnet.minepi.com,socialchain.app,sdk.minepi.com,accounts.pinet.com,minepi.com,pinet.com,.minepi.com,.pinet.com,.socialchain.app'

test.each([
  [{}, { NO_PROXY: PI }],
  [{ NO_PROXY: '' }, { NO_PROXY: PI }],
  [{ NO_PROXY: 'a.example, .b.example' }, { NO_PROXY: `a.example,.b.example,${PI}` }],
  [{ no_proxy: 'a.example' }, { no_proxy: `a.example,${PI}` }],
  [
    { no_proxy: 'a', NO_PROXY: 'b' },
    { no_proxy: `a,${PI}`, NO_PROXY: `b,${PI}` },
  ],
  [{ NO_PROXY: '*' }, { NO_PROXY: '*' }],
  [{ NO_PROXY: PI }, { NO_PROXY: PI }],
])('with %j, Pi is kept from proxies by %j', (env, added) => {
  expect(exemptFromProxies(env)).toEqual(added)
})
