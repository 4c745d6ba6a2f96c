//! TLS: one verifier for each `sslmode`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{Error, ErrorKind, Result};

/// What a URL says about TLS.
#[derive(Clone, Debug, Default)]
pub(super) struct Tls {
    pub(super) mode: Option<SslMode>,
    pub(super) roots: RootCertificates,
    pub(super) certificate: Option<PathBuf>,
    pub(super) key: Option<PathBuf>,
}

/// `sslmode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SslMode {
    Disable,
    Allow,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

/// `sslrootcert`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum RootCertificates {
    /// Not given: the operating system's, where certificates are verified at all.
    #[default]
    Unsaid,
    System,
    File(PathBuf),
}

impl SslMode {
    /// Reads libpq's name.
    pub(super) fn named(name: &str) -> Option<SslMode> {
        Some(match name {
            "disable" => SslMode::Disable,
            "allow" => SslMode::Allow,
            "prefer" => SslMode::Prefer,
            "require" => SslMode::Require,
            "verify-ca" => SslMode::VerifyCa,
            "verify-full" => SslMode::VerifyFull,
            _ => return None,
        })
    }
}

impl Tls {
    /// The mode in force. As in libpq, `require` with a root certificate is `verify-ca`.
    pub(super) fn mode(&self) -> SslMode {
        match (self.mode, &self.roots) {
            (None, RootCertificates::System) => SslMode::VerifyFull,
            (None, _) => SslMode::Prefer,
            (Some(SslMode::Require), RootCertificates::File(_)) => SslMode::VerifyCa,
            (Some(mode), _) => mode,
        }
    }

    /// Refuses combinations that promise less safety than they seem to.
    pub(super) fn checked(self) -> Result<Tls> {
        if self.roots == RootCertificates::System && self.mode() != SslMode::VerifyFull {
            return Err(Error::new(ErrorKind::Usage, "sslrootcert=system needs sslmode=verify-full")
                .hint("Anybody can get a certificate from a public authority, so its host name must be checked."));
        }
        if self.certificate.is_some() != self.key.is_some() {
            return Err(Error::new(ErrorKind::Usage, "sslcert and sslkey must be given together"));
        }
        Ok(self)
    }

    /// The connector; it reads the certificate files.
    pub(super) fn connector(&self) -> Result<MakeRustlsConnect> {
        let provider = Arc::new(ring::default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|cause| Error::new(ErrorKind::Internal, "no TLS version is left").because(cause))?
            .dangerous()
            .with_custom_certificate_verifier(self.verifier(provider)?);
        let config = match (&self.certificate, &self.key) {
            (Some(certificate), Some(key)) => builder
                .with_client_auth_cert(certificates(certificate)?, private_key(key)?)
                .map_err(|cause| unusable(certificate).because(cause))?,
            _ => builder.with_no_client_auth(),
        };
        Ok(MakeRustlsConnect::new(config))
    }

    fn verifier(&self, provider: Arc<CryptoProvider>) -> Result<Arc<dyn ServerCertVerifier>> {
        let host_name = match self.mode() {
            SslMode::Disable | SslMode::Allow | SslMode::Prefer | SslMode::Require => {
                return Ok(Arc::new(Unverified { provider }));
            }
            SslMode::VerifyCa => HostName::Unchecked,
            SslMode::VerifyFull => HostName::Checked,
        };
        let pinned = self.root_certificates()?;
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(pinned.iter().cloned());
        let chain = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider)
            .build()
            .map_err(|cause| Error::new(ErrorKind::Target, "no usable root certificate was found").because(cause))?;
        Ok(Arc::new(Verified { chain, pinned, host_name }))
    }

    fn root_certificates(&self) -> Result<Vec<CertificateDer<'static>>> {
        match &self.roots {
            RootCertificates::File(path) => certificates(path),
            RootCertificates::Unsaid | RootCertificates::System => Ok(rustls_native_certs::load_native_certs().certs),
        }
    }
}

fn unusable(path: &Path) -> Error {
    Error::new(ErrorKind::Target, format!("certificate file \"{}\" cannot be used", path.display()))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>> {
    CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect)
        .map_err(|cause| unusable(path).because(cause).hint("It must be a readable file of PEM certificates."))
}

fn private_key(path: &Path) -> Result<PrivateKeyDer<'static>> {
    PrivateKeyDer::from_pem_file(path).map_err(|cause| {
        unusable(path).because(cause).hint("It must be a readable PEM private key without a passphrase.")
    })
}

/// `require`: encrypts, trusts anybody.
#[derive(Debug)]
struct Unverified {
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Unverified {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> std::result::Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HostName {
    Checked,
    Unchecked,
}

/// `verify-ca` and `verify-full`.
#[derive(Debug)]
struct Verified {
    chain: Arc<WebPkiServerVerifier>,
    /// The root certificates. A self-signed server certificate that is itself one
    /// of them is trusted, as OpenSSL does and webpki alone would not.
    pinned: Vec<CertificateDer<'static>>,
    host_name: HostName,
}

impl Verified {
    fn pinned(
        &self,
        certificate: &CertificateDer<'_>,
        name: &ServerName<'_>,
    ) -> std::result::Result<(), rustls::Error> {
        match self.host_name {
            HostName::Unchecked => Ok(()),
            HostName::Checked => verify_server_name(&ParsedCertificate::try_from(certificate)?, name),
        }
    }
}

impl ServerCertVerifier for Verified {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> std::result::Result<ServerCertVerified, rustls::Error> {
        if self.pinned.iter().any(|root| root == certificate) {
            return self.pinned(certificate, name).map(|()| ServerCertVerified::assertion());
        }
        let verified = self.chain.verify_server_cert(certificate, intermediates, name, ocsp, now);
        match verified {
            // The chain is verified before the name is looked at.
            Err(rustls::Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if self.host_name == HostName::Unchecked => Ok(ServerCertVerified::assertion()),
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        self.chain.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        self.chain.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.chain.supported_verify_schemes()
    }
}
