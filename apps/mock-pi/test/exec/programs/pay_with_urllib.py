# Arguments: payment id, URL of another host.
import json, os, sys, time
from urllib.request import Request, urlopen

def call(url, data=None):
    headers = {"Authorization": "Key " + os.environ["PI_API_KEY"]}
    return json.load(urlopen(Request(url, data=data, headers=headers)))

platform = "https://api.minepi.com/v2/payments/" + sys.argv[1]
print("approved", call(platform + "/approve", b"")["status"]["developer_approved"])
while call(platform)["transaction"] is None:
    time.sleep(0.1)
txid = call(platform)["transaction"]["txid"]
done = call(platform + "/complete", ("txid=" + txid).encode())
print("completed", done["status"]["developer_completed"])
print("in a ledger", call("https://api.testnet.minepi.com/transactions/" + txid)["successful"])
print(urlopen(sys.argv[2]).read().decode())
