// Before the proxy starts in front of a mock: its key and wallet, which the mock's control API shows to anyone. Both are
// worthless elsewhere.
const url = process.env['PI_API_URL']
const response = await fetch(`${url}/_mock/apps`)
if (!response.ok) throw new Error(`The mock at ${url} responds with ${response.status}`)
const [app] = (await response.json()).apps
process.env['PI_API_KEY'] = app.api_key
process.env['PI_WALLET_ADDRESS'] = app.wallet_address
process.env['PI_WALLET_SEED'] = app.wallet_seed
