#!/bin/sh
# Signs a program with the certificate that the bench made for itself: sign.sh MAKER-FOLDER FILE
set -e
osslsigncode sign -certs "$1/sign.pem" -key "$1/sign.key" -h sha256 -n "An Sinh Xa" -in "$2" -out "$2.signed" >/dev/null
mv "$2.signed" "$2"
