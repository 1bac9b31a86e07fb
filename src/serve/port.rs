//! Where the server listens: this machine only, unless told otherwise.

use super::ServeError;
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

/// Taken when no port is given.
pub const DEFAULT_PORT: u16 = 1111;
/// So many ports after the default one are tried.
const NEXT: u16 = 10;

/// Open sockets, all with the same port.
#[derive(Debug)]
pub struct Listeners {
    /// One for each address.
    pub sockets: Vec<TcpListener>,
    /// Their port.
    pub port: u16,
    /// The default port, when it was taken.
    pub instead_of: Option<u16>,
}

/// Opens the sockets: at `port` alone if one is given, else at the first free one from [`DEFAULT_PORT`] on. A given
/// port of 0 lets the system choose.
///
/// # Errors
/// When the port is taken, or none of those tried is free, or the system refuses.
pub fn listen(host: Option<IpAddr>, port: Option<u16>) -> Result<Listeners, ServeError> {
    if let Some(port) = port {
        return listen_at(host, port).map_err(|error| said(error, port));
    }
    for port in DEFAULT_PORT..=DEFAULT_PORT + NEXT {
        match listen_at(host, port) {
            Ok(mut listeners) => {
                listeners.instead_of = (port != DEFAULT_PORT).then_some(DEFAULT_PORT);
                return Ok(listeners);
            }
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => return Err(said(error, port)),
        }
    }
    Err(ServeError::NoPort { first: DEFAULT_PORT, last: DEFAULT_PORT + NEXT })
}

fn said(error: std::io::Error, port: u16) -> ServeError {
    match error.kind() {
        ErrorKind::AddrInUse => ServeError::PortTaken(port),
        _ => ServeError::Machine(format!("cannot listen at port {port}: {error}")),
    }
}

fn listen_at(host: Option<IpAddr>, port: u16) -> std::io::Result<Listeners> {
    let (first, second) = match host {
        Some(host) => (host, None),
        None => (IpAddr::V4(Ipv4Addr::LOCALHOST), Some(IpAddr::V6(Ipv6Addr::LOCALHOST))),
    };
    let socket = TcpListener::bind(SocketAddr::new(first, port))?;
    let port = socket.local_addr()?.port();
    let mut sockets = vec![socket];
    // `localhost` may mean either address: where another program has this port on one of them, it would answer for us.
    match second.map(|address| TcpListener::bind(SocketAddr::new(address, port))) {
        Some(Ok(socket)) => sockets.push(socket),
        Some(Err(error)) if error.kind() == ErrorKind::AddrInUse => return Err(error),
        // No IPv6 on this machine.
        Some(Err(_)) | None => {}
    }
    for socket in &sockets {
        socket.set_nonblocking(true)?;
    }
    Ok(Listeners { sockets, port, instead_of: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_none_is_free_all_that_were_tried_are_said() {
        // Whoever else listens at one of them: then it is taken all the same.
        let _taken: Vec<_> = (DEFAULT_PORT..=DEFAULT_PORT + NEXT)
            .map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)))
            .collect();
        let error = listen(None, None).unwrap_err();
        assert_eq!(error, ServeError::NoPort { first: DEFAULT_PORT, last: DEFAULT_PORT + NEXT });
        assert_eq!(error.to_string(), "the ports 1111 to 1121 are all in use");
    }

    #[test]
    fn a_given_port_that_is_taken_is_said() {
        let first = listen(None, Some(0)).unwrap();
        let taken = listen(None, Some(first.port));
        assert!(matches!(taken, Err(ServeError::PortTaken(port)) if port == first.port));
        let other: TcpListener = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).unwrap();
        let port = other.local_addr().unwrap().port();
        assert!(matches!(listen(None, Some(port)), Err(ServeError::PortTaken(_))));
    }
}
