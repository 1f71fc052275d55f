# Arguments: payment id, URL of another host.
import os, sys, time
import requests

headers = {"Authorization": "Key " + os.environ["PI_API_KEY"]}
platform = "https://api.minepi.com/v2/payments/" + sys.argv[1]
approved = requests.post(platform + "/approve", headers=headers).json()
print("approved", approved["status"]["developer_approved"])
while requests.get(platform, headers=headers).json()["transaction"] is None:
    time.sleep(0.1)
txid = requests.get(platform, headers=headers).json()["transaction"]["txid"]
done = requests.post(platform + "/complete", headers=headers, json={"txid": txid}).json()
print("completed", done["status"]["developer_completed"])
ledger = requests.get("https://api.testnet.minepi.com/transactions/" + txid).json()
print("in a ledger", ledger["successful"])
print(requests.get(sys.argv[2]).text)
