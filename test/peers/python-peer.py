"""Sends the messages of a file over MLLP with python-hl7, and prints MSA-1 and MSA-2 of each answer."""
import sys
import hl7
from hl7.client import MLLPClient

port, path = int(sys.argv[1]), sys.argv[2]
with open(path, encoding="utf-8") as file:
    text = file.read().replace("\n", "\r")
with MLLPClient("127.0.0.1", port) as client:
    for message in hl7.split_file(text):
        answer = hl7.parse(client.send_message(message).decode().strip("\x0b\x1c\r") + "\r")
        print(answer["MSA.F1"], answer["MSA.F2"])
