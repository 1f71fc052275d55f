/** The two values that the aloha-pi API page gives for tests. */
export const paymentId = 'RKo9DyyzYmmnq4roS1infxy1qc4m'
export const txid = '2e161867201541d27ce138c0247e1e1c5208da96e0925851db97d368dcc52062'

export const uid = 'a1111111-aaaa-4bbb-8222-ccccccc3333d'
export const appId = 'demo-app-0123456789abcdef'
export const payoutId = '5b0d1c7e-4a9f-4e0b-9c3d-2f6a8e1b7d40'
export const requestId = '0f8fad5b-d9cb-469f-a165-70867728950e'
/** Well-formed addresses of wallets that no one has. */
export const appWallet = 'GBQLMCRD7LAGNKCJEJXZJX26DBZNE4CYDRTXT3PCPJJ7HAKZD4CBNRJI'
export const userWallet = 'GD6OYNYKLYXNMOL2JRY5XSSZV4YC7NH52FSFMEGQ5Q2D32ZPF5ADLHO3'
