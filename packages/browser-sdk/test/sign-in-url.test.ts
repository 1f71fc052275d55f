import { expect, test } from 'vitest'
import { signInUrl } from '../src/flows/sign-in.ts'

const OPTIONS = { clientId: 'client-1', redirectUri: 'http://localhost:3000/back' }

test.each([
  ['http://127.0.0.1:3141', 'http://127.0.0.1:3141/oauth/authorize'],
  ['https://pi.example/mock', 'https://pi.example/mock/oauth/authorize'],
  ['https://sdk.minepi.com', 'https://accounts.pinet.com/oauth/authorize'],
  ['http://sdk.minepi.com', 'https://accounts.pinet.com/oauth/authorize'],
])('the script of %s leads to %s', (mock, page) => {
  const [address, query] = signInUrl(mock, OPTIONS)!.split('?')
  expect(address).toBe(page)
  expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
    response_type: 'token',
    client_id: 'client-1',
    redirect_uri: 'http://localhost:3000/back',
  })
})
