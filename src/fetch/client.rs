//! Requests with manners: the host's wishes, its rest, redirects, and another try where it may help.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use robotxt::{AccessResult, Robots, robots_url};
use ureq::http::{HeaderMap, Response, StatusCode};
use ureq::{Agent, Body};
use url::Url;

use super::failure::{Failure, Trouble};
use super::hosts::Hosts;
use super::manifest::Status;
use super::{Clock, Manners};

/// So many redirects are followed, as RFC 9309 wants of `robots.txt`.
const REDIRECTS: usize = 5;

/// A host that wants to be left alone for longer is not asked again in this run.
const LONGEST_WAIT: Duration = Duration::from_mins(5);

/// The least wait before what failed is tried again.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// What asks, and what it knows of the hosts.
pub(super) struct Client<'a> {
    pub manners: &'a Manners,
    agent: Agent,
    clock: &'a dyn Clock,
    stop: &'a AtomicBool,
    hosts: Hosts,
}

impl<'a> Client<'a> {
    pub fn new(manners: &'a Manners, clock: &'a dyn Clock, stop: &'a AtomicBool) -> Self {
        let agent = Agent::config_builder()
            .user_agent(&manners.agent)
            .proxy(manners.proxy.clone())
            .timeout_global(Some(manners.timeout))
            .http_status_as_error(false)
            // They are followed here, since each host that they lead to has wishes of its own.
            .max_redirects(0)
            .build()
            .into();
        Self { manners, agent, clock, stop, hosts: Hosts::default() }
    }

    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }

    /// Tries until it works, or cannot, or was tried often enough.
    pub fn persist<T>(
        &mut self,
        url: &Url,
        mut attempt: impl FnMut(&mut Self) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        let mut wait = self.manners.delay.max(FIRST_WAIT);
        for _ in 0..self.manners.retries {
            match attempt(self) {
                Err(Trouble::Failed(failure)) if failure.passes => {
                    let until = self.clock.now().saturating_add(wait);
                    self.hosts.of(url).rest(until);
                    wait = wait.saturating_mul(2).min(LONGEST_WAIT.max(self.manners.delay));
                }
                other => return other,
            }
        }
        attempt(self)
    }

    /// The answer to a request, whatever host it comes from in the end: 200 or 206.
    pub fn ask(&mut self, url: &Url, headers: &[(&str, String)]) -> Result<Response<Body>, Trouble> {
        self.follow(url, headers, Self::heed)
    }

    fn follow(
        &mut self,
        url: &Url,
        headers: &[(&str, String)],
        check: fn(&mut Self, &Url) -> Result<(), Trouble>,
    ) -> Result<Response<Body>, Trouble> {
        let mut url = url.clone();
        for _ in 0..=REDIRECTS {
            check(self, &url)?;
            let response = self.send(&url, headers)?;
            if !response.status().is_redirection() {
                return self.accepted(&url, response);
            }
            url = target(&url, response.headers()).ok_or_else(|| Failure {
                http: Some(response.status().as_u16()),
                ..Failure::new(Status::Http, "a redirect to no http(s) address")
            })?;
        }
        Err(Failure::new(Status::Redirects, format!("more than {REDIRECTS} redirects")).into())
    }

    /// Whether the host wants this address fetched.
    fn heed(&mut self, url: &Url) -> Result<(), Trouble> {
        if self.hosts.of(url).robots.is_none() {
            let robots = self.robots(url)?;
            let host = self.hosts.of(url);
            let wish = robots.crawl_delay().filter(|it| *it > LONGEST_WAIT);
            if let Some(wish) = wish {
                host.closed = Some(format!("the host's robots.txt asks for {} s of rest", wish.as_secs()));
            }
            host.robots = Some(robots);
        }
        let host = self.hosts.of(url);
        if let Some(why) = &host.closed {
            return Err(Failure::new(Status::Unreachable, why.clone()).into());
        }
        if host.robots.as_ref().is_some_and(|it| !it.is_url_allowed(url)) {
            return Err(Failure::new(Status::Robots, "the host's robots.txt asks not to fetch this").into());
        }
        Ok(())
    }

    /// RFC 9309, section 2.3.1: where there is none, all is allowed; where nobody can tell, nothing is.
    fn robots(&mut self, url: &Url) -> Result<Robots, Trouble> {
        let place = robots_url(url).map_err(|error| Failure::new(Status::BadAddress, error.to_string()))?;
        let manners = self.manners;
        let name = manners.agent.split('/').next().unwrap_or_default();
        let answer = self.persist(url, |client| {
            let response = client.follow(&place, &[], |_, _| Ok(()))?;
            Robots::from_reader(response.into_body().into_reader(), name)
                .map_err(|error| Failure::passing(Status::Unreachable, error.to_string()).into())
        });
        match answer {
            Err(Trouble::Failed(failure)) => {
                let access = match failure.http {
                    _ if failure.status == Status::Redirects => AccessResult::TooManyRedirects,
                    Some(400..=428 | 430..=499) => AccessResult::Unavailable,
                    _ => AccessResult::Unreachable,
                };
                if access == AccessResult::Unreachable {
                    let why = format!("the host's robots.txt cannot be read: {}", failure.detail);
                    self.hosts.of(url).closed.get_or_insert(why);
                }
                Ok(Robots::from_access(access, name))
            }
            other => other,
        }
    }

    /// One request, once the host has had its rest.
    fn send(&mut self, url: &Url, headers: &[(&str, String)]) -> Result<Response<Body>, Trouble> {
        if let Some(why) = &self.hosts.of(url).closed {
            return Err(Failure::new(Status::Unreachable, why.clone()).into());
        }
        let rest = self.hosts.of(url).free.saturating_sub(self.clock.now());
        if !rest.is_zero() {
            self.clock.pause(rest);
        }
        if self.is_stopped() {
            return Err(Trouble::Stopped);
        }
        let begun = self.clock.now();
        let host = self.hosts.of(url);
        let wish = host.robots.as_ref().and_then(Robots::crawl_delay).unwrap_or_default();
        host.rest(begun.saturating_add(self.manners.delay.max(wish)));
        let request = headers
            .iter()
            .fold(self.agent.get(url.as_str()), |request, (name, value)| request.header(*name, value));
        request.header("Accept-Encoding", "identity").call().map_err(|error| {
            use ureq::Error;
            let status =
                if matches!(error, Error::Timeout(_)) { Status::Timeout } else { Status::Unreachable };
            let passes = matches!(
                error,
                Error::Io(_) | Error::Timeout(_) | Error::HostNotFound | Error::ConnectionFailed
            );
            Failure { passes, ..Failure::new(status, error.to_string()) }.into()
        })
    }

    fn accepted(&mut self, url: &Url, response: Response<Body>) -> Result<Response<Body>, Trouble> {
        let status = response.status();
        if matches!(status, StatusCode::OK | StatusCode::PARTIAL_CONTENT) {
            return Ok(response);
        }
        let mut passes = matches!(status.as_u16(), 408 | 425 | 429 | 500 | 502 | 503 | 504);
        let mut detail = status.canonical_reason().unwrap_or("an answer without a known meaning").to_owned();
        if let Some(wait) = retry_after(response.headers()).filter(|_| passes) {
            let until = self.clock.now().saturating_add(wait);
            let host = self.hosts.of(url);
            host.rest(until);
            if wait > LONGEST_WAIT {
                passes = false;
                detail = format!(
                    "the host asks to be left alone for {} s; run the same command later",
                    wait.as_secs()
                );
                host.closed = Some(detail.clone());
            }
        }
        Err(Failure { http: Some(status.as_u16()), passes, ..Failure::new(Status::Http, detail) }.into())
    }
}

/// Where a redirect leads. Some hosts write names in it as they are, in whatever encoding.
fn target(url: &Url, headers: &HeaderMap) -> Option<Url> {
    let place = String::from_utf8_lossy(headers.get("location")?.as_bytes());
    url.join(&place).ok().filter(|it| matches!(it.scheme(), "http" | "https"))
}

/// How long a host asks to be left alone: in seconds, or until a time, which is held against the host's own clock.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name)?.to_str().ok();
    let time = |text| jiff::fmt::rfc2822::parse(text).ok();
    let wish = text("retry-after")?.trim();
    if let Ok(seconds) = wish.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let wait = time(wish)?.timestamp().duration_since(time(text("date")?)?.timestamp());
    Some(wait.try_into().unwrap_or_default())
}
